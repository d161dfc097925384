package dev.hearth.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A container image of this machine's Python, its standard library and the libraries that it
/// needs; no shell and nothing else. Its entry point is a runtime client that runs `$FILE`.
final class PythonImage {
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final Set<String> UNNEEDED =
      Set.of("test", "__pycache__", "idlelib", "lib2to3", "ensurepip", "tkinter", "distutils");

  private static final String CLIENT =
      """
      import json, os, runpy, sys, urllib.request
      api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
      handler = runpy.run_path(sys.argv[1])["handler"]
      while True:
          with urllib.request.urlopen(api + "next") as answer:
              event = json.load(answer)
              id = answer.headers["Lambda-Runtime-Aws-Request-Id"]
          result = json.dumps(handler(event)).encode()
          urllib.request.urlopen(api + id + "/response", data=result).close()
      """;

  private PythonImage() {}

  /// The image at `layout`, not yet tagged, to add layers to.
  static OciImage at(Path layout) throws IOException, InterruptedException {
    var python = Path.of("/usr/bin/python3").toRealPath();
    var version = python.getFileName().toString();
    var standard = Path.of("/usr/lib", version);
    var programs = new ArrayList<>(List.of(python));
    try (var modules = Files.newDirectoryStream(standard.resolve("lib-dynload"), "*.so")) {
      modules.forEach(programs::add);
    }
    var image = new OciImage(layout);
    var libraries = libraries(programs, layout);
    return image
        .layer(
            layer -> {
              layer.host(python);
              for (var library : libraries) {
                layer.file(library.toString().substring(1), Files.readAllBytes(library), 0100755);
              }
              try (var files = Files.walk(standard)) {
                for (var file : files.filter(PythonImage::isNeeded).toList()) {
                  layer.host(file);
                }
              }
            })
        .layer(layer -> layer.text("client.py", CLIENT))
        .config("Entrypoint", List.of(python.toString(), "/client.py"))
        .config("Cmd", List.of("/app/app.py"))
        .config("Env", List.of("GREETING=from the image", "PYTHONDONTWRITEBYTECODE=1"))
        .config("WorkingDir", "/app");
  }

  private static boolean isNeeded(Path file) {
    for (var part : file) {
      if (UNNEEDED.contains(part.toString()) || part.toString().startsWith("config-")) {
        return false;
      }
    }
    return Files.isRegularFile(file);
  }

  /// What programs are linked with, as the loader finds it.
  private static Set<Path> libraries(List<Path> programs, Path scratch)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("ldd"));
    programs.forEach(program -> words.add(program.toString()));
    var found = LIBRARY.matcher(new Command(words, Map.of(), scratch).run().succeeds().out());
    var libraries = new TreeSet<Path>();
    while (found.find()) {
      libraries.add(Path.of(found.group(1)));
    }
    return libraries;
  }
}
