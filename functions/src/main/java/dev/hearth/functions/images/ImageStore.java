package dev.hearth.functions.images;

import dev.hearth.functions.Settings;
import dev.hearth.functions.code.CodeLease;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.code.MissingCodeException;
import dev.hearth.kernel.SecretVariables;
import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;

/// Takes images in: each is kept in the [CodeStore] under the digest of its manifest, and goes from
/// there as packages do; its layers are kept once for all images.
///
/// ```
/// <folder>/<manifest's digest>/files/       the whole file system, hard links into the layers
///                             /image.json   how it is run: see StoredImage
/// <folder>/image-layers/<layer's digest>/   one layer, unpacked
/// ```
///
/// One image is unpacked at a time. A layer that no image has any more goes when the next image was
/// taken in, and at the start.
public final class ImageStore {
  /// Beside an image's files.
  public static final String DESCRIPTION = CodeStore.DESCRIPTION;

  /// The largest image, unpacked, in bytes. Source: "Lambda quotas".
  private static final long MAX_BYTES = 10_737_418_240L;

  private static final String THIS_MACHINE = machine();

  private final CodeStore store;
  private final ImageSources sources;
  private final Path folder;
  private final Path layers;
  private final ReentrantLock lock = new ReentrantLock();

  /// @param folder that of `store`
  public ImageStore(CodeStore store, ImageSources sources, Path folder) {
    this.store = store;
    this.sources = sources;
    this.folder = folder.toAbsolutePath();
    this.layers = this.folder.resolve("image-layers");
  }

  private static String machine() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x86_64";
  }

  /// An image that stays until the lease is closed.
  ///
  /// @param resolvedUri the image's URI with its digest
  public record Taken(CodeLease lease, String resolvedUri) {}

  /// Finds an image, unpacks it where it is new, and keeps it under a lease.
  ///
  /// @param settings the image's URI, and what the function sets in place of what the image says
  /// @param architecture that the function asks for
  /// @throws ServiceException `InvalidParameterValueException` for an image that is not there, is
  ///   not allowed, cannot be run here, or is hostile; nothing is kept then
  public Taken take(Settings.Image settings, String architecture) {
    var uri = settings.uri();
    var address = sources.find(uri);
    if (!architecture.equals(THIS_MACHINE)) {
      throw ImageRefusals.because(
          uri, "this Hearth runs images for " + THIS_MACHINE + ", and not for " + architecture);
    }
    var manifest = manifest(uri, address, architecture);
    if (StoredImage.of(manifest).commandLine(settings).isEmpty()) {
      throw ImageRefusals.because(uri, "it has no entry point and no command");
    }
    return new Taken(
        keep(uri, address.source(), manifest), address.name() + "@" + manifest.digest());
  }

  private static ImageManifest manifest(
      String uri, ImageSources.Address address, String architecture) {
    ImageManifest manifest;
    try {
      manifest = ImageManifest.read(address.source(), address.reference(), architecture);
    } catch (BadImage _) {
      throw ImageRefusals.unsupported(uri);
    } catch (IOException _) {
      throw ImageRefusals.missing(uri);
    }
    try {
      manifest.check(architecture);
    } catch (BadImage e) {
      throw ImageRefusals.because(uri, String.valueOf(e.getMessage()));
    }
    return manifest;
  }

  private CodeLease keep(String uri, ImageSource source, ImageManifest manifest) {
    lock.lock();
    try {
      var sha256 =
          Base64.getEncoder()
              .encodeToString(HexFormat.of().parseHex(Digest.hex(manifest.digest())));
      try {
        return store.lease(sha256);
      } catch (MissingCodeException _) {
        // the usual case: a new image
      }
      var lease = store.store(sha256, made -> build(source, manifest, made));
      collectLayers();
      return lease;
    } catch (IOException e) {
      throw ImageRefusals.because(uri, "it cannot be unpacked: " + e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /// Fills `made` with all that is kept of the image, durably, and the layers' folder with those of
  /// its layers that are new.
  private void build(ImageSource source, ImageManifest manifest, Path made) throws IOException {
    if (!Files.isDirectory(layers)) {
      Files.createDirectory(layers);
      Files.setPosixFilePermissions(layers, PosixFilePermissions.fromString("rwx------"));
    }
    var fresh = Files.createDirectory(made.resolve("layers"));
    var unpacked = new ArrayList<Path>();
    for (var layer : manifest.layers()) {
      var name = Digest.hex(layer.digest());
      var kept = layers.resolve(name);
      if (!Files.isDirectory(kept)) {
        kept = fresh.resolve(name);
        if (!Files.isDirectory(kept)) { // an image may have one layer twice
          unpack(source, layer, made.resolve("layer.tar"), kept);
        }
      }
      unpacked.add(kept);
    }
    RootTree.build(unpacked, made.resolve(CodeStore.FILES), MAX_BYTES);
    Files.write(made.resolve(DESCRIPTION), StoredImage.of(manifest).write());
    sync(made);
    try (var files = Files.newDirectoryStream(fresh)) {
      for (var layer : files) {
        Files.move(layer, layers.resolve(layer.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Files.delete(fresh);
  }

  private static void unpack(
      ImageSource source, ImageManifest.Layer layer, Path packed, Path folder) throws IOException {
    try (var file = Files.newOutputStream(packed)) {
      var check = new Digest.Check(file, layer.digest(), Math.min(layer.size(), MAX_BYTES));
      source.copy(layer.digest(), check);
      check.finish();
    }
    try (InputStream tar = open(packed, layer.gzip())) {
      LayerUnpacker.unpack(tar, folder, MAX_BYTES);
    }
    Files.delete(packed);
  }

  private static InputStream open(Path packed, boolean gzip) throws IOException {
    var file = Files.newInputStream(packed);
    return gzip ? new GZIPInputStream(file, 64 * 1024) : file;
  }

  /// Writes all of a file system to its disk: one call for any number of files, and the JDK has it
  /// for single ones only.
  private static void sync(Path folder) throws IOException {
    var builder =
        new ProcessBuilder("sync", "--file-system", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(SecretVariables.NAMES);
    var process = builder.start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("`sync` failed on " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroy();
      throw new IOException("interrupted", e);
    }
  }

  /// Removes the layers that no image has.
  public void collectLayers() {
    lock.lock();
    try {
      if (!Files.isDirectory(layers)) {
        return;
      }
      var wanted = new HashSet<String>();
      for (var image : list(folder)) {
        var description = image.resolve(DESCRIPTION);
        if (Files.isRegularFile(description, LinkOption.NOFOLLOW_LINKS)) {
          wanted.addAll(layersOf(description));
        }
      }
      for (var layer : list(layers)) {
        if (!wanted.contains(layer.getFileName().toString())) {
          RootTree.delete(layer);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private static List<String> layersOf(Path description) throws IOException {
    try {
      var names = new ArrayList<String>();
      for (var digest : StoredImage.read(description).layers()) {
        names.add(Digest.hex(digest));
      }
      return names;
    } catch (NoSuchFileException _) {
      return List.of(); // the image went a moment ago
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      var list = new ArrayList<Path>();
      files.forEach(list::add);
      return list;
    }
  }
}
