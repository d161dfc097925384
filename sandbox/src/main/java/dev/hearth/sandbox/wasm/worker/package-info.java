/// The program of a sandbox that runs a WebAssembly module: a JVM of its own.
///
/// Start at [dev.hearth.sandbox.wasm.worker.Worker]. It is packed into an archive, with
/// [dev.hearth.sandbox.wasm.guest] and Endive, and never loaded in Hearth's process; so it may know
/// nothing of Hearth but these, and the Runtime API's client of `java-runtime`.
@NullMarked
package dev.hearth.sandbox.wasm.worker;

import org.jspecify.annotations.NullMarked;
