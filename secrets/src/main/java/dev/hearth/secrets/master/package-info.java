/// Where the master key may come from besides a file of the data folder.
///
/// Start with [dev.hearth.secrets.master.MasterKeySource]. This package must not know what the key
/// seals.
@NullMarked
package dev.hearth.secrets.master;

import org.jspecify.annotations.NullMarked;
