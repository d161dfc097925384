package dev.hearth.functions.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.Settings;
import dev.hearth.sandbox.ContainerImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is kept of an image beside its files.
///
/// @param entryPoint `ENTRYPOINT`; may be empty
/// @param command `CMD`; may be empty
/// @param environment `ENV`
/// @param workingDirectory `WORKDIR`, or `/`
/// @param layers the digests of its layers
public record StoredImage(
    List<String> entryPoint,
    List<String> command,
    Map<String, String> environment,
    String workingDirectory,
    List<String> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static StoredImage of(ImageManifest manifest) {
    var config = manifest.configuration().path("config");
    var environment = new LinkedHashMap<String, String>();
    for (var variable : texts(config.path("Env"))) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    var folder = config.path("WorkingDir").asText("");
    return new StoredImage(
        texts(config.path("Entrypoint")),
        texts(config.path("Cmd")),
        environment,
        folder.isEmpty() ? "/" : folder,
        manifest.layers().stream().map(ImageManifest.Layer::digest).toList());
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  static StoredImage read(Path file) throws IOException {
    return JSON.readValue(Files.readAllBytes(file), StoredImage.class);
  }

  byte[] write() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /// How an image that is kept in the store is run.
  ///
  /// @param root its files there
  /// @param settings what the function sets in place of what the image says
  public static ContainerImage container(Path root, Settings.Image settings) {
    try {
      var image = read(root.resolveSibling(ImageStore.DESCRIPTION));
      var folder = settings.workingDirectory();
      return new ContainerImage(
          root,
          image.commandLine(settings),
          image.environment(),
          folder == null || folder.isEmpty() ? image.workingDirectory() : folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> commandLine(Settings.Image settings) {
    return Stream.concat(
            orElse(settings.entryPoint(), entryPoint).stream(),
            orElse(settings.command(), command).stream())
        .toList();
  }

  private static List<String> orElse(@Nullable List<String> set, List<String> image) {
    return set == null || set.isEmpty() ? image : set;
  }
}
