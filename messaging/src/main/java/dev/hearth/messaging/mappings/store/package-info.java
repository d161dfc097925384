/// Where event source mappings are kept, which node runs each, and how far each has read.
///
/// Start with [dev.hearth.messaging.mappings.store.MappingStore]. A node holds a mapping by a lease
/// in its row; whatever it writes about the mapping counts only while it holds it.
@NullMarked
package dev.hearth.messaging.mappings.store;

import org.jspecify.annotations.NullMarked;
