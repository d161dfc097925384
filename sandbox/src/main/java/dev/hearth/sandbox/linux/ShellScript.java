package dev.hearth.sandbox.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/// The standard input of a shell that reads what it is to do from there, told bit by bit: it waits
/// for each next line without taking anything, not even a processor.
public final class ShellScript implements AutoCloseable {
  private final Pipe pipe;
  private final OutputStream out;

  public ShellScript() throws IOException {
    pipe = Pipe.open();
    try {
      out = Files.newOutputStream(pipe.write().path(), StandardOpenOption.WRITE);
    } catch (IOException e) {
      pipe.close();
      throw e;
    }
    pipe.write().close();
  }

  /// What the shell opens.
  Path path() {
    return Handed.descriptor(pipe.read().number());
  }

  /// What the shell's process finds open.
  public Handed handed() {
    return new Handed(Map.of(0, path()), Map.of());
  }

  /// The shell has been started.
  public void started() {
    pipe.read().close();
  }

  /// Tells it to go on; all of it at once, at most 64 KiB, or this waits for the shell.
  public void tell(String lines) throws IOException {
    out.write(lines.getBytes(UTF_8));
  }

  /// `text` as one word of a script, whatever is in it.
  public static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  @Override
  public void close() throws IOException {
    pipe.read().close();
    out.close();
  }
}
