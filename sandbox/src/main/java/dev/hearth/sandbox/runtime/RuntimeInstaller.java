package dev.hearth.sandbox.runtime;

import dev.hearth.sandbox.files.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Installs what functions expect of AWS's runtimes and a host has not: Node.js, the AWS SDK for
/// JavaScript v3, boto3. About 300 MB, from npm and PyPI, through their own clients, which check
/// every package against a pinned hash.
///
/// Each piece is made in a temporary folder, tried, and renamed to its place: an interrupted
/// installation leaves nothing half done, and a repeated one does nothing.
public final class RuntimeInstaller {
  private final Path folder;
  private final Consumer<String> progress;
  private final List<Piece> pieces;

  /// @param folder see [Runtimes#defaultFolder()]; made when missing
  /// @param progress takes a line at a time, for the user to read
  public RuntimeInstaller(Path folder, Consumer<String> progress) {
    var node = new NodePiece();
    var nodeSdk = new NodeSdkPiece(folder.resolve(node.name()));
    this(folder, progress, List.of(node, nodeSdk, new PythonSdkPiece()));
  }

  RuntimeInstaller(Path folder, Consumer<String> progress, List<Piece> pieces) {
    this.folder = folder;
    this.progress = progress;
    this.pieces = pieces;
  }

  /// The same for one language only; nothing is to be installed for one that the host brings along.
  public RuntimeInstaller only(Family family) {
    return new RuntimeInstaller(
        folder, progress, pieces.stream().filter(piece -> piece.family() == family).toList());
  }

  /// What is not there yet, such as `Node.js 24.21.0`; empty when everything is installed.
  public List<String> missing() {
    return pieces.stream()
        .filter(piece -> !Files.isDirectory(folder.resolve(piece.name())))
        .map(Piece::title)
        .toList();
  }

  /// Installs all that is missing; waits where another Hearth is installing already.
  ///
  /// @throws IOException with a sentence that tells the user what to do
  public void install() throws IOException {
    Files.createDirectories(folder);
    try (var channel =
            FileChannel.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      for (var piece : pieces) {
        if (Files.isDirectory(folder.resolve(piece.name()))) {
          progress.accept(piece.title() + " is there");
        } else {
          progress.accept("installing " + piece.title());
          install(piece);
        }
      }
    }
  }

  private void install(Piece piece) throws IOException {
    var temporary = Files.createTempDirectory(folder, ".installing-");
    try {
      var made = piece.make(temporary, new Shell(progress));
      Folders.publish(made);
      Files.move(made, folder.resolve(piece.name()), StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot rename within " + folder, e);
    } finally {
      Folders.delete(temporary);
    }
  }

  /// One folder of an installation.
  interface Piece {
    /// The folder's name, with the version.
    String name();

    String title();

    /// Whose functions expect it.
    Family family();

    /// Makes the folder somewhere under `temporary` and tries it.
    Path make(Path temporary, Shell shell) throws IOException;
  }

  /// Writes a resource of this program to `folder`.
  static void unpack(String resource, Path folder) throws IOException {
    var name = resource.substring(resource.lastIndexOf('/') + 1);
    try (var in = RuntimeInstaller.class.getResourceAsStream("/runtimes/" + resource)) {
      Files.copy(
          Optional.ofNullable(in).orElseThrow(() -> new IOException(resource + " is missing")),
          folder.resolve(name));
    }
  }
}
