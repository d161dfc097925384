/// Measurements behind the promises of `SPECIFICATION.md`: `hearth bench cold` and so on.
///
/// Start with [dev.hearth.benchmarks.Main]; each measurement is one class. The measuring process is
/// never the one that is measured: it starts a Hearth as a user would, or is given an endpoint, and
/// speaks signed HTTP to it over [dev.hearth.benchmarks.HttpConnection]. It must not know the
/// server's classes.
@NullMarked
package dev.hearth.benchmarks;

import org.jspecify.annotations.NullMarked;
