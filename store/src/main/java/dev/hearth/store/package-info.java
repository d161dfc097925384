/// The one seam to SQL: SQLite in a folder, or PostgreSQL shared by many nodes.
///
/// Start with [dev.hearth.store.Database]. Parts bring their own tables ([dev.hearth.store.Schema])
/// and SQL that both engines understand. This package must not know what is stored.
@NullMarked
package dev.hearth.store;

import org.jspecify.annotations.NullMarked;
