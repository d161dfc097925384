package dev.hearth.functions.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.images.ImageSource.Document;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// One image for one kind of machine. Sources: OCI Image Format Specification, "Image Manifest" and
/// "Image Configuration"; Docker's "Image Manifest Version 2, Schema 2" is the same but for names.
///
/// @param digest of the manifest
/// @param configuration as the image carries it
/// @param layers the lowest first
record ImageManifest(String digest, JsonNode configuration, List<Layer> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_LAYERS = 127; // as Docker has it

  /// @param size packed, in bytes, as the manifest declares
  record Layer(String digest, boolean gzip, long size) {}

  /// Reads the image's manifest, or that of several that is for `architecture`.
  ///
  /// @param architecture `x86_64` or `arm64`
  /// @throws BadImage for a format that is not known, and where nothing is for `architecture`
  static ImageManifest read(ImageSource source, String reference, String architecture)
      throws IOException {
    var document = source.manifest(reference);
    if (document.json().has("manifests")) {
      document = source.manifest(choose(document, architecture));
    }
    var json = document.json();
    if (!json.has("config") || !json.has("layers") || json.path("layers").size() > MAX_LAYERS) {
      throw new BadImage("manifest");
    }
    var layers = new ArrayList<Layer>();
    for (var layer : json.path("layers")) {
      layers.add(layer(layer));
    }
    return new ImageManifest(document.digest(), configuration(source, json), List.copyOf(layers));
  }

  private static String choose(Document index, String architecture) throws IOException {
    return StreamSupport.stream(index.json().path("manifests").spliterator(), false)
        .filter(entry -> isFor(entry.path("platform"), architecture))
        .map(entry -> entry.path("digest").asText())
        .findFirst()
        .orElseThrow(() -> new BadImage("it has nothing for linux on " + architecture));
  }

  private static boolean isFor(JsonNode platform, String architecture) {
    var name = architecture.equals("x86_64") ? "amd64" : architecture;
    return platform.path("os").asText().equals("linux")
        && platform.path("architecture").asText().equals(name);
  }

  private static Layer layer(JsonNode layer) throws IOException {
    var type = layer.path("mediaType").asText().toLowerCase(Locale.ROOT);
    boolean gzip = type.endsWith("tar+gzip") || type.endsWith("tar.gzip");
    if (!gzip && !type.endsWith(".tar")) {
      throw new BadImage("layer " + type);
    }
    return new Layer(layer.path("digest").asText(), gzip, layer.path("size").asLong());
  }

  private static JsonNode configuration(ImageSource source, JsonNode manifest) throws IOException {
    var digest = manifest.path("config").path("digest").asText();
    var bytes = new ByteArrayOutputStream();
    var check = new Digest.Check(bytes, digest, ImageSource.MAX_DOCUMENT);
    source.copy(digest, check);
    check.finish();
    return JSON.readTree(bytes.toByteArray());
  }

  /// @param architecture that the function asks for
  /// @throws BadImage where the image is for another kind of machine
  void check(String architecture) throws BadImage {
    if (!isFor(configuration, architecture)) {
      throw new BadImage(
          "it is for %s on %s, and the function for linux on %s"
              .formatted(
                  configuration.path("os").asText(),
                  configuration.path("architecture").asText(),
                  architecture));
    }
  }
}
