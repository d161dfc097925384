package dev.hearth.sandbox.runtime;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.hearth.javaruntime.Main;
import dev.hearth.sandbox.wasm.WorkerRehearsal;
import dev.hearth.sandbox.wasm.worker.Worker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import run.endive.compiler.internal.Shaded;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;

/// The runtime of functions in Java, and the one of WebAssembly modules, which this program carries
/// among its own libraries, as archives that a sandbox's JVM can be started with.
///
/// @param runtime of functions in Java
/// @param worker of modules
/// @param libraries AWS's, that functions see as well
/// @param engine what modules run on
record JavaArchives(
    ClassArchive runtime, ClassArchive worker, List<Path> libraries, List<Path> engine) {
  /// The name of what a function's JVM is started with.
  static final String RUNTIME = "runtime.jar";

  /// The name of what a module's JVM is started with.
  static final String WORKER = "worker.jar";

  /// An empty folder, which is where parked JVMs start: the function's code takes its place.
  static final String TASK = "task";

  /// To be counted up with every change of how they are packed.
  private static final int FORM = 4;

  static JavaArchives find() {
    var aws =
        List.of(
            ClassArchive.source(RequestHandler.class), ClassArchive.source(PojoSerializer.class));
    var endive =
        List.of(
            ClassArchive.source(Instance.class),
            ClassArchive.source(WasmModule.class),
            ClassArchive.source(Shaded.class));
    var runtime =
        new ClassArchive(
            Main.class,
            List.of("dev/hearth/javaruntime/"),
            aws,
            Map.of("Add-Opens", "java.base/java.lang java.base/java.util"));
    var worker =
        new ClassArchive(
            Worker.class,
            List.of(
                "dev/hearth/sandbox/wasm/guest/",
                "dev/hearth/sandbox/wasm/worker/",
                "dev/hearth/sandbox/linux/AnonymousMemory.",
                "dev/hearth/sandbox/linux/ErrnoException.",
                "dev/hearth/sandbox/linux/Native."),
            Stream.of(List.of(Path.of(RUNTIME)), aws, endive).flatMap(List::stream).toList(),
            Map.of());
    return new JavaArchives(runtime, worker, aws, endive);
  }

  private List<Path> all() {
    return Stream.concat(libraries.stream(), engine.stream()).toList();
  }

  /// What changes when any of them does; others', which are large, go by name and size.
  byte[] fingerprint() throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(runtime.fingerprint());
    out.write(worker.fingerprint());
    out.write(WorkerRehearsal.binary());
    out.write(FORM);
    for (var library : all()) {
      var text = library.getFileName() + " " + Files.size(library) + "\n";
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  /// Puts them into `folder`.
  void write(Path folder) throws IOException {
    Files.write(folder.resolve(RUNTIME), runtime.bytes());
    Files.write(folder.resolve(WORKER), worker.bytes());
    for (var library : all()) {
      Files.copy(library, folder.resolve(ClassArchive.name(library)));
    }
    Files.createDirectory(folder.resolve(TASK));
    WorkerRehearsal.write(Files.createDirectory(folder.resolve(Worker.REHEARSAL)));
  }
}
