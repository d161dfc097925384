/// The runtime of functions in Java: it runs inside their sandboxes, asks the platform for the
/// function's code and then for its events.
///
/// Start with [dev.hearth.javaruntime.Main]. It is compiled for the oldest JDK that functions run
/// on, and must know nothing of Hearth but the Runtime API. What functions see of it are AWS's
/// interfaces, of `aws-lambda-java-core`; events become objects, and answers JSON, by AWS's own
/// library.
@NullMarked
package dev.hearth.javaruntime;

import org.jspecify.annotations.NullMarked;
