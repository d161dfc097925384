package dev.hearth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.SdkBytes;

/// `--payload`: the event that a function is called with.
final class EventOption {
  @Option(
      names = {"-p", "--payload"},
      paramLabel = "JSON|@FILE|-",
      description = "The event: JSON, a file's content, or standard input (default: {}).")
  private String payload = "{}";

  /// @throws Failure where the file does not exist
  SdkBytes read(Terminal terminal) {
    try {
      if (payload.equals("-")) {
        return SdkBytes.fromInputStream(terminal.in());
      }
      return payload.startsWith("@")
          ? SdkBytes.fromByteArray(Files.readAllBytes(Path.of(payload.substring(1))))
          : SdkBytes.fromUtf8String(payload);
    } catch (NoSuchFileException e) {
      throw new Failure("There is no file " + payload.substring(1) + ".", null, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
