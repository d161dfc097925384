package dev.hearth.functions.images;

import dev.hearth.sandbox.ContainerImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lays the layers of an image over each other in one folder. Files are hard links to those of the
/// layers, so an image takes the place of its folders and no more. Source: OCI Image Format
/// Specification, "Image Layer Filesystem Changeset".
///
/// Symbolic links are never followed: a path of a layer leads through folders only.
final class RootTree {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /// Folders that are a sandbox's own, whatever an image has there.
  private static final List<String> MOUNTED = List.of("proc", "sys", "dev", "tmp");

  private final Path root;
  private long bytesLeft;

  private RootTree(Path root, long maxBytes) {
    this.root = root;
    this.bytesLeft = maxBytes;
  }

  /// Builds the tree in the new folder `root`.
  ///
  /// @param layers unpacked, the lowest first
  /// @param maxBytes of all files of all layers
  /// @throws BadImage when it is larger
  static void build(List<Path> layers, Path root, long maxBytes) throws IOException {
    var tree = new RootTree(root, maxBytes);
    createFolder(root);
    for (var layer : layers) {
      tree.add(layer);
    }
    tree.complete();
  }

  private void add(Path layer) throws IOException {
    Files.walkFileTree(
        layer,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            var target = root.resolve(layer.relativize(folder));
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
              Files.deleteIfExists(target);
              createFolder(target);
            }
            // Before this layer's own files are there: a whiteout hides those of lower layers only.
            hide(folder, target);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.getFileName().toString().startsWith(WHITEOUT)) {
              put(file, root.resolve(layer.relativize(file)), attributes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void hide(Path folder, Path target) throws IOException {
    for (var file : list(folder)) {
      var name = file.getFileName().toString();
      if (name.equals(OPAQUE)) {
        for (var hidden : list(target)) {
          delete(hidden);
        }
      } else if (name.startsWith(WHITEOUT)) {
        var hidden = name.substring(WHITEOUT.length());
        if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
          throw new BadImage("a whiteout that climbs out");
        }
        delete(target.resolve(hidden));
      }
    }
  }

  private void put(Path file, Path target, BasicFileAttributes attributes) throws IOException {
    bytesLeft -= attributes.size();
    if (bytesLeft < 0) {
      throw new BadImage("larger than an image may be");
    }
    delete(target);
    if (attributes.isSymbolicLink()) {
      Files.createSymbolicLink(target, Files.readSymbolicLink(file));
      return;
    }
    try {
      Files.createLink(target, file);
    } catch (FileSystemException _) { // a file can have only so many links, 65 000 with ext4
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /// Makes what a sandbox mounts on: see [ContainerImage].
  private void complete() throws IOException {
    for (var name : MOUNTED) {
      delete(root.resolve(name));
      createFolder(root.resolve(name));
    }
    var settings = root.resolve("etc");
    if (!Files.isDirectory(settings, LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(settings);
      createFolder(settings);
    }
    for (var name : ContainerImage.MOUNTED) {
      delete(root.resolve(name));
      Files.createFile(root.resolve(name));
    }
    var names = List.of("stdin", "stdout", "stderr");
    for (int descriptor = 0; descriptor < 3; descriptor++) {
      Files.createSymbolicLink(
          root.resolve("dev").resolve(names.get(descriptor)),
          Path.of("/proc/self/fd/" + descriptor));
    }
    Files.createSymbolicLink(root.resolve("dev/fd"), Path.of("/proc/self/fd"));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      var list = new ArrayList<Path>();
      files.forEach(list::add);
      return list;
    }
  }

  /// Deletes what is there, with all that is in it; follows no link.
  static void delete(Path unwanted) throws IOException {
    if (!Files.exists(unwanted, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        unwanted,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
