package dev.hearth.sandbox.wasm.guest;

import java.util.List;
import java.util.function.Function;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.WasmModule;

/// A module that can be instantiated as often as one likes. Instances share nothing of it that
/// changes.
///
/// @param module what it declares; the bodies of its functions are left out once they are compiled
/// @param machine makes the compiled code of an instance
/// @param data of its segments, in their order; never written
/// @param imports the names of what it calls, each once
/// @param sizeBytes of its binary
public record CompiledModule(
    WasmModule module,
    Function<Instance, Machine> machine,
    List<byte[]> data,
    List<String> imports,
    long sizeBytes) {}
