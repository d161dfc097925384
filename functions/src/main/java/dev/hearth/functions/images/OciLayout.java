package dev.hearth.functions.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/// A folder of images. Source: OCI Image Format Specification, "Image Layout".
///
/// @param folder with `index.json` and `blobs`
record OciLayout(Path folder) implements ImageSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TAG = "org.opencontainers.image.ref.name";

  @Override
  public Document manifest(String reference) throws IOException {
    var digest = reference.startsWith("sha256:") ? reference : digestOf(reference);
    var bytes = new ByteArrayOutputStream();
    var check = new Digest.Check(bytes, digest, MAX_DOCUMENT);
    copy(digest, check);
    check.finish();
    return new Document(digest, JSON.readTree(bytes.toByteArray()));
  }

  private String digestOf(String tag) throws IOException {
    var file = folder.resolve("index.json");
    if (Files.size(file) > MAX_DOCUMENT) {
      throw new IOException("index.json is too large");
    }
    var manifests =
        StreamSupport.stream(
                JSON.readTree(Files.readAllBytes(file)).path("manifests").spliterator(), false)
            .filter(entry -> tag.isEmpty() || tag.equals(tag(entry)))
            .toList();
    if (manifests.size() != 1) {
      throw new IOException(manifests.size() + " images are called '" + tag + "'");
    }
    return manifests.getFirst().path("digest").asText();
  }

  private static String tag(JsonNode entry) {
    return entry.path("annotations").path(TAG).asText();
  }

  @Override
  public void copy(String digest, OutputStream to) throws IOException {
    Files.copy(folder.resolve("blobs").resolve("sha256").resolve(Digest.hex(digest)), to);
  }
}
