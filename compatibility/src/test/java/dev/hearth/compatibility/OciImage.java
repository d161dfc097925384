package dev.hearth.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes a container image as an OCI layout. Source: OCI Image Format Specification.
final class OciImage {
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path layout;

  /// A blob as manifests name it.
  private record Blob(String mediaType, String digest, int size) {}

  private final List<Blob> layers = new ArrayList<>();
  private final Map<String, Object> config = new TreeMap<>();
  private String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";

  /// @param layout a new folder
  OciImage(Path layout) throws IOException {
    this.layout = layout;
    Files.createDirectories(layout.resolve("blobs/sha256"));
  }

  /// What goes into one layer.
  interface Content {
    void write(Layer layer) throws IOException;
  }

  /// One layer, being written.
  record Layer(TarArchiveOutputStream tar) {
    Layer file(String name, byte[] content, int mode) throws IOException {
      var entry = new TarArchiveEntry(name);
      entry.setMode(mode);
      entry.setSize(content.length);
      entry.setModTime(0); // the same content is the same layer
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    }

    Layer text(String name, String content) throws IOException {
      return file(name, content.getBytes(UTF_8), 0100644);
    }

    /// A file of this machine, at its own place.
    Layer host(Path file) throws IOException {
      return file(
          file.toString().substring(1),
          Files.readAllBytes(file),
          Files.isExecutable(file) ? 0100755 : 0100644);
    }
  }

  OciImage layer(Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      content.write(new Layer(tar));
    }
    layers.add(blob("application/vnd.oci.image.layer.v1.tar+gzip", bytes.toByteArray()));
    return this;
  }

  /// The layers of another image of this kind, which is in another layout.
  OciImage from(OciImage base) throws IOException {
    for (var layer : base.layers) {
      var name = layer.digest().substring("sha256:".length());
      Files.copy(
          base.layout.resolve("blobs/sha256").resolve(name),
          layout.resolve("blobs/sha256").resolve(name));
      layers.add(layer);
    }
    config.putAll(base.config);
    return this;
  }

  /// @param name such as `Entrypoint`
  OciImage config(String name, Object value) {
    config.put(name, value);
    return this;
  }

  OciImage architecture(String name) {
    architecture = name;
    return this;
  }

  /// Writes the image, and answers its digest.
  String tag(String tag) throws IOException {
    var configuration =
        blob(
            "application/vnd.oci.image.config.v1+json",
            JSON.writeValueAsBytes(
                Map.of("architecture", architecture, "os", "linux", "config", config)));
    var manifest =
        blob(
            MANIFEST,
            JSON.writeValueAsBytes(
                Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    MANIFEST,
                    "config",
                    configuration,
                    "layers",
                    layers)));
    var entry =
        Map.of(
            "mediaType",
            manifest.mediaType(),
            "digest",
            manifest.digest(),
            "size",
            manifest.size(),
            "annotations",
            Map.of("org.opencontainers.image.ref.name", tag));
    Files.write(
        layout.resolve("index.json"),
        JSON.writeValueAsBytes(Map.of("schemaVersion", 2, "manifests", List.of(entry))));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return manifest.digest();
  }

  private Blob blob(String type, byte[] bytes) throws IOException {
    try {
      var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      Files.write(layout.resolve("blobs/sha256").resolve(hash), bytes);
      return new Blob(type, "sha256:" + hash, bytes.length);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /// The digest of the image that a layout has under a tag.
  static String digestOf(Path layout, String tag) {
    try {
      for (var entry : JSON.readTree(layout.resolve("index.json").toFile()).path("manifests")) {
        if (entry
            .path("annotations")
            .path("org.opencontainers.image.ref.name")
            .asText()
            .equals(tag)) {
          return entry.path("digest").asText();
        }
      }
      return "sha256:none";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
