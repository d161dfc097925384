package dev.hearth.sandbox.wasm;

import dev.hearth.sandbox.wasm.guest.Guest;
import dev.hearth.sandbox.wasm.guest.Wasi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.OpCode;

/// What a valid module must be beyond that to be run here: a WASI command of bounded size, without
/// the extensions whose use of the Java heap or of threads nothing here bounds.
final class ModuleCheck {
  private static final int MOST_IMPORTS = 256;
  private static final int MOST_TABLES = 8;
  private static final int MOST_GLOBALS = 10_000;
  private static final Pattern REFUSED =
      Pattern.compile(
          // Tail calls: the compiled code does not look for the end of its time at them.
          "RETURN_CALL.*|CALL_REF"
              + "|(STRUCT|ARRAY|CAST|I31|BR_ON_CAST|ANY_CONVERT|EXTERN_CONVERT)_.*|REF_(TEST|I31|EQ).*"
              + "|.*ATOMIC.*|THROW.*|TRY_.*|(V128|I8X16|I16X8|I32X4|I64X2|F32X4|F64X2)_.*");

  private static final Set<OpCode> REFUSED_CODES =
      Arrays.stream(OpCode.values())
          .filter(code -> REFUSED.matcher(code.name()).matches())
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(OpCode.class)));

  private ModuleCheck() {}

  /// The names of what `module` imports, each once.
  ///
  /// @throws InvalidModuleException with the reason, for the function's author
  static List<String> check(WasmModule module) {
    checkEntry(module);
    var imports = checkImports(module);
    checkMemory(module, !imports.isEmpty());
    checkTables(module);
    if (module.globalSection().globalCount() > MOST_GLOBALS) {
      throw new InvalidModuleException("has more than " + MOST_GLOBALS + " globals");
    }
    checkExtensions(module);
    return imports;
  }

  private static void checkEntry(WasmModule module) {
    var exports = module.exportSection();
    for (int i = 0; i < exports.exportCount(); i++) {
      var export = exports.getExport(i);
      if (export.name().equals("_start")) {
        if (export.exportType() == ExternalType.FUNCTION
            && type(module, export.index()).equals(FunctionType.empty())) {
          return;
        }
        break;
      }
    }
    throw new InvalidModuleException(
        "exports no function _start without parameters (expected: a WASI command)");
  }

  private static FunctionType type(WasmModule module, int function) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    if (function >= imported) {
      return module
          .typeSection()
          .getType(module.functionSection().getFunctionType(function - imported));
    }
    var found = new ArrayList<FunctionImport>();
    for (int i = 0; i < module.importSection().importCount(); i++) {
      if (module.importSection().getImport(i) instanceof FunctionImport each) {
        found.add(each);
      }
    }
    return module.typeSection().getType(found.get(function).typeIndex());
  }

  private static List<String> checkImports(WasmModule module) {
    var section = module.importSection();
    if (section.importCount() > MOST_IMPORTS) {
      throw new InvalidModuleException("has more than " + MOST_IMPORTS + " imports");
    }
    var names = new ArrayList<String>();
    for (int i = 0; i < section.importCount(); i++) {
      var each = section.getImport(i);
      var type =
          each.module().equals(Wasi.MODULE) && each instanceof FunctionImport
              ? Wasi.type(each.name())
              : null;
      if (type == null) {
        throw new InvalidModuleException(
            "imports %s.%s, which there is not (expected: functions of %s)"
                .formatted(shown(each.module()), shown(each.name()), Wasi.MODULE));
      }
      var declared = module.typeSection().getType(((FunctionImport) each).typeIndex());
      if (!declared.equals(type)) {
        throw new InvalidModuleException(
            "imports %s.%s with a type other than its own".formatted(Wasi.MODULE, each.name()));
      }
      if (!names.contains(each.name())) {
        names.add(each.name());
      }
    }
    return List.copyOf(names);
  }

  /// A name that may be anything, fit for an error message.
  private static String shown(String name) {
    var safe = name.replaceAll("[^\\x21-\\x7e]", "?");
    return safe.length() > 64 ? safe.substring(0, 64) + "…" : safe;
  }

  private static void checkMemory(WasmModule module, boolean needed) {
    int count = module.memorySection().map(memories -> memories.memoryCount()).orElse(0);
    if (count > 1) {
      throw new InvalidModuleException("has more than one memory");
    }
    if (count == 0 && needed) {
      throw new InvalidModuleException("has no memory");
    }
    if (module
        .memorySection()
        .filter(memories -> count > 0 && memories.getMemory(0).limits().shared())
        .isPresent()) {
      throw new InvalidModuleException("has a shared memory: threads are not supported");
    }
  }

  private static void checkTables(WasmModule module) {
    int count = module.tableSection().tableCount();
    if (count > MOST_TABLES) {
      throw new InvalidModuleException("has more than " + MOST_TABLES + " tables");
    }
    for (int i = 0; i < count; i++) {
      if (module.tableSection().getTable(i).limits().min() > Guest.MOST_TABLE_ENTRIES) {
        throw new InvalidModuleException(
            "has a table of more than " + Guest.MOST_TABLE_ENTRIES + " entries");
      }
    }
  }

  private static void checkExtensions(WasmModule module) {
    if (module.tagSection().filter(tags -> tags.tagCount() > 0).isPresent()) {
      throw new InvalidModuleException("throws exceptions, which is not supported");
    }
    for (int i = 0; i < module.typeSection().typeCount(); i++) {
      for (var type : module.typeSection().getRecType(i).subTypes()) {
        if (type.compType().funcType() == null) {
          throw new InvalidModuleException(
              "has types that are garbage collected, which is not" + " supported");
        }
      }
    }
    for (var body : module.codeSection().functionBodies()) {
      for (var instruction : body.instructions()) {
        if (REFUSED_CODES.contains(instruction.opcode())) {
          throw new InvalidModuleException(
              "uses the instruction "
                  + instruction.opcode()
                  + " (expected: WebAssembly 2.0 without vectors; no tail calls, threads,"
                  + " exceptions or garbage collection)");
        }
      }
    }
  }
}
