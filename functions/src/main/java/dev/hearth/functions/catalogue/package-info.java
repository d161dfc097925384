/// The functions as they are now: found from memory, changed one at a time.
///
/// Start with [dev.hearth.functions.catalogue.Catalogue], which answers those who run functions;
/// [dev.hearth.functions.catalogue.Changes] is every way to change one and
/// [dev.hearth.functions.catalogue.Activation] what follows a change. This package must not know
/// Lambda's requests and answers.
@NullMarked
package dev.hearth.functions.catalogue;

import org.jspecify.annotations.NullMarked;
