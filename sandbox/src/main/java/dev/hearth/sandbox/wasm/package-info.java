/// The driver `wasm`: functions that are WebAssembly modules, run inside this process.
///
/// Start at [dev.hearth.sandbox.wasm.WasmDriver], which makes sandboxes;
/// [dev.hearth.sandbox.wasm.Modules] checks and compiles what they run, once for each file;
/// [dev.hearth.sandbox.wasm.Guest] is one run of it: an instance of its own, on a thread of its
/// own.
///
/// A guest reaches nothing but its own memory and the calls of [dev.hearth.sandbox.wasm.Wasi]. What
/// a run touches belongs to that run alone: its thread may be out of stack or out of memory at any
/// point, and then nothing of the server may be half changed. So this package hands bytes over
/// queues, and never calls the log, a store or the network from a guest's thread.
@NullMarked
package dev.hearth.sandbox.wasm;

import org.jspecify.annotations.NullMarked;
