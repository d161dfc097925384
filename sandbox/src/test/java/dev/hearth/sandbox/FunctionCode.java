package dev.hearth.sandbox;

import dev.hearth.sandbox.rules.EgressList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A function's code, written into a folder, and the rest of what a sandbox is told about it.
public final class FunctionCode {
  static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:f:7";

  private final Path folder;
  private final String runtime;
  private final String handler;
  private final Path code;
  private final List<Path> layers = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Duration timeout = Duration.ofSeconds(20);
  private int memoryMebibytes = 256;
  private int temporaryMebibytes = 512;
  private EgressList.Source egress = EgressList.Source.NONE;

  private FunctionCode(Path folder, String runtime, String handler) {
    this.folder = folder;
    this.runtime = runtime;
    this.handler = handler;
    this.code = folder(folder);
  }

  public static FunctionCode of(Path folder, String runtime, String handler) {
    return new FunctionCode(folder, runtime, handler);
  }

  public static FunctionCode python(Path folder, String source) {
    return of(folder, "python3.12", "app.handler").file("app.py", source);
  }

  public FunctionCode file(String name, String content) {
    write(code.resolve(name), content);
    return this;
  }

  /// A class in Java: see [JavaCode].
  public FunctionCode java(String name, String source) {
    JavaCode.compile(code, name, source);
    return this;
  }

  /// A file that is no program.
  public FunctionCode data(String name, String content) {
    write(code.resolve(name), content, "rw-r--r--");
    return this;
  }

  /// A file that is no text.
  public FunctionCode binary(String name, byte[] content) {
    try {
      Files.write(code.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public FunctionCode layer(String name, String content) {
    var layer = folder(folder);
    write(layer.resolve(name), content);
    layers.add(layer);
    return this;
  }

  /// A symbolic link in the package.
  public FunctionCode link(String name, Path target) {
    link(code.resolve(name), target);
    return this;
  }

  /// A symbolic link in the layer that was added last.
  public FunctionCode layerLink(String name, Path target) {
    link(layers.getLast().resolve(name), target);
    return this;
  }

  public FunctionCode set(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public FunctionCode timeout(Duration limit) {
    timeout = limit;
    return this;
  }

  public FunctionCode memory(int mebibytes) {
    memoryMebibytes = mebibytes;
    return this;
  }

  public FunctionCode temporary(int mebibytes) {
    temporaryMebibytes = mebibytes;
    return this;
  }

  /// What it may connect to, as its tag says.
  public FunctionCode egress(String list) {
    var parsed = EgressList.of(Map.of(EgressList.TAG, list));
    egress = () -> parsed;
    return this;
  }

  public SandboxSpec spec() {
    return new SandboxSpec(
        ARN,
        "f",
        "7",
        runtime,
        handler,
        code,
        layers,
        environment,
        memoryMebibytes,
        temporaryMebibytes,
        timeout,
        "2026/01/02/[7]abc",
        SandboxSpec.ON_DEMAND,
        null,
        null,
        egress);
  }

  /// Of a function that is initialised once and copied.
  ///
  /// @param credentials may be null
  public SandboxSpec snapSpec(SessionCredentials.@Nullable Source credentials) {
    var spec = spec();
    return new SandboxSpec(
        spec.functionArn(),
        spec.functionName(),
        spec.version(),
        spec.runtime(),
        spec.handler(),
        spec.code(),
        spec.layers(),
        spec.environment(),
        spec.memoryMebibytes(),
        spec.temporaryMebibytes(),
        spec.timeout(),
        spec.logStream(),
        SandboxSpec.SNAP_START,
        null,
        credentials,
        egress);
  }

  /// A new folder that sandboxes' users can read, as unpacked code is.
  private static Path folder(Path parent) {
    try {
      var folder = Files.createDirectory(parent.resolve(UUID.randomUUID().toString()));
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    write(file, content, "rwxr-xr-x");
  }

  private static void write(Path file, String content, String permissions) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
