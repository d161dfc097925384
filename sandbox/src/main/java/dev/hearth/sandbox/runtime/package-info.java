/// The runtimes that this host has, which one serves a function that asks for `python3.12`, how it
/// is started, and how it is installed.
///
/// Start with [dev.hearth.sandbox.runtime.Runtimes]. This package must not know how a sandbox is
/// made.
@NullMarked
package dev.hearth.sandbox.runtime;

import org.jspecify.annotations.NullMarked;
