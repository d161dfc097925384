/// Code signing configurations: whose signatures a function's code must bear.
///
/// Start with [dev.hearth.functions.signing.Signatures], which decides about code that arrives.
/// Hearth has no signing service, so every package is unsigned: a configuration that enforces
/// signatures refuses all code, one that warns takes it. This package must not know how code is
/// stored.
@NullMarked
package dev.hearth.functions.signing;

import org.jspecify.annotations.NullMarked;
