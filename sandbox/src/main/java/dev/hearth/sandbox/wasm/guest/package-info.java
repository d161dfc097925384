/// What runs a compiled WebAssembly module: in Hearth's own process, and in the worker's.
///
/// Start at [dev.hearth.sandbox.wasm.guest.Guest], one run of a module: an instance of its own, on
/// a thread of its own. It reaches nothing but its own memory and the calls of
/// [dev.hearth.sandbox.wasm.guest.Wasi].
///
/// What a run touches belongs to that run alone: its thread may be out of stack or out of memory at
/// any point, and then nothing of the process may be half changed. So this package hands bytes over
/// queues, and never calls the log, a store or the network from a guest's thread.
///
/// It is packed into an archive for workers ([dev.hearth.sandbox.runtime.JavaArchives]), and so may
/// know nothing of Hearth but itself and the C library ([dev.hearth.sandbox.linux]).
@NullMarked
package dev.hearth.sandbox.wasm.guest;

import org.jspecify.annotations.NullMarked;
