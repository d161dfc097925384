package dev.hearth.cli.check.code;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder. Links are not followed: what they lead to within the folder is read there.
public final class FolderSource implements CodeSource {
  private static final int DEEPEST = 100;

  private final Path root;
  private final Budget budget;
  private final List<String> paths;

  /// @param ignored names of files and folders that are no part of it
  /// @throws IOException where the folder cannot be listed
  public FolderSource(Path folder, Set<String> ignored, Budget budget) throws IOException {
    this.root = folder.toRealPath();
    this.budget = budget;
    var found = new ArrayList<String>();
    Files.walkFileTree(
        root,
        EnumSet.noneOf(java.nio.file.FileVisitOption.class),
        DEEPEST,
        visitor(found, ignored));
    Collections.sort(found);
    paths = List.copyOf(found);
  }

  private SimpleFileVisitor<Path> visitor(List<String> found, Set<String> ignored) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
        return isIgnored(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (isIgnored(path)) {
          return FileVisitResult.CONTINUE;
        }
        if (!budget.entry()) {
          return FileVisitResult.TERMINATE;
        }
        if (attributes.isRegularFile()) {
          found.add(name(path));
        } else if (attributes.isSymbolicLink() && leaves(path)) {
          budget.tell(name(path), "It is a link that leads out of the package.");
        } else if (attributes.isDirectory()) {
          budget.tell(name(path), "It was not read, for it is more than 100 folders deep.");
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path path, IOException problem) {
        budget.tell(
            name(path), "It could not be read: " + problem.getClass().getSimpleName() + ".");
        return FileVisitResult.CONTINUE;
      }

      private boolean isIgnored(Path path) {
        return !path.equals(root) && ignored.contains(String.valueOf(path.getFileName()));
      }
    };
  }

  private boolean leaves(Path link) {
    try {
      return !link.toRealPath().startsWith(root);
    } catch (IOException _) {
      return true; // it leads nowhere, or in a circle
    }
  }

  private String name(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public byte @Nullable [] read(String path, int largest) {
    return Bounded.read(
        budget,
        path,
        largest,
        () -> Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void close() {}
}
