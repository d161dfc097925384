/// Aliases: names of a function that lead to one of its versions, or to two by chance.
///
/// Start with [dev.hearth.functions.aliases.AliasOperations] and
/// [dev.hearth.functions.aliases.UpdateAlias]. Which version an invocation of an alias runs is
/// decided by [dev.hearth.functions.catalogue.Catalogue]; this package must not know who invokes.
@NullMarked
package dev.hearth.functions.aliases;

import org.jspecify.annotations.NullMarked;
