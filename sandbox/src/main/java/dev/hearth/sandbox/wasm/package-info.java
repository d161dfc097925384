/// The drivers of functions that are WebAssembly modules.
///
/// Start at [dev.hearth.sandbox.wasm.WasmWorkers], which gives a module to a JVM in a sandbox, and
/// [dev.hearth.sandbox.wasm.WasmDriver], which runs it inside this process, for accounts that are
/// trusted with that. [dev.hearth.sandbox.wasm.Modules] checks and compiles what they run, once for
/// each file, and keeps it on disk; what a run is, is in [dev.hearth.sandbox.wasm.guest].
@NullMarked
package dev.hearth.sandbox.wasm;

import org.jspecify.annotations.NullMarked;
