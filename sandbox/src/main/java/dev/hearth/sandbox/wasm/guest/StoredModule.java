package dev.hearth.sandbox.wasm.guest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import run.endive.wasm.Parser;
import run.endive.wasm.types.DataSegment;

/// A compiled module as a file: what it declares, and its JVM code.
///
/// @param machine the name of the class that makes an instance's code
/// @param module the binary; without the bodies of its functions where all are compiled
/// @param classes by their names
/// @param sizeBytes of the module as it was deployed
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record StoredModule(
    String machine, byte[] module, Map<String, byte[]> classes, long sizeBytes) {
  /// The name of such a file.
  public static final String FILE = "module.compiled";

  /// To be counted up with every change of the file's form.
  public static final int FORM = 2;

  private static final int MAGIC = 0x48574d00 + FORM;

  /// As it is written to a file.
  public byte[] toBytes() {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    try {
      out.writeInt(MAGIC);
      out.writeLong(sizeBytes);
      out.writeUTF(machine);
      write(out, module);
      out.writeInt(classes.size());
      for (var each : classes.entrySet()) {
        out.writeUTF(each.getKey());
        write(out, each.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has no errors
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// Reads what [#toBytes] wrote.
  ///
  /// @throws IOException where it is something else
  public static StoredModule of(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (in.readInt() != MAGIC) {
      throw new IOException("not a compiled module of this form");
    }
    long size = in.readLong();
    var machine = in.readUTF();
    var module = read(in);
    var classes = new LinkedHashMap<String, byte[]>();
    for (int left = in.readInt(); left > 0; left--) {
      classes.put(in.readUTF(), read(in));
    }
    return new StoredModule(machine, module, classes, size);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > in.available()) {
      throw new IOException("a compiled module that ends too early");
    }
    return in.readNBytes(size);
  }

  /// Defines its classes in a class loader of their own.
  ///
  /// @throws ReflectiveOperationException or an error of linkage where they are not what the
  ///   compiler makes
  public CompiledModule load() throws ReflectiveOperationException {
    var parsed = Parser.builder().withValidation(false).build().parse(() -> stream(module));
    var loader = new ModuleClasses(classes);
    var names = new LinkedHashSet<String>();
    var imports = parsed.importSection();
    for (int i = 0; i < imports.importCount(); i++) {
      names.add(imports.getImport(i).name());
    }
    var data = Arrays.stream(parsed.dataSection().dataSegments()).map(DataSegment::data).toList();
    return new CompiledModule(parsed, loader.machine(machine), data, List.copyOf(names), sizeBytes);
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
