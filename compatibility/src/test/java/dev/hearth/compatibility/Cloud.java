package dev.hearth.compatibility;

import dev.hearth.functions.images.ImageSources;
import dev.hearth.identity.Administrator;
import dev.hearth.server.FunctionsConfig;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The one Hearth that all tests of this module share, started by the first that asks for it.
///
/// A test class says `@ExtendWith(Cloud.Extension.class)` and takes a `Cloud` as a parameter.
final class Cloud implements AutoCloseable {
  static final String TRUST_LAMBDA =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
      """;

  private final Path data;
  private final TinyRegistry registry;
  private final Server server;
  private final Administrator administrator;

  private Cloud() {
    try {
      data = Files.createTempDirectory("hearth-compatibility");
      registry = new TinyRegistry(Files.createDirectory(images()));
      server =
          Server.start(
              new ServerConfig(
                  0,
                  data(),
                  false,
                  new FunctionsConfig("bubblewrap", runtimes())
                      .with(new ImageSources(images(), List.of(registry.host())))));
      administrator = Administrator.read(data()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where `hearth runtimes install` puts what functions run on.
  static Path runtimes() {
    var named = System.getenv("HEARTH_RUNTIMES");
    return named == null
        ? Path.of(System.getProperty("user.home"), ".cache", "hearth", "runtimes")
        : Path.of(named);
  }

  URI endpoint() {
    return server.endpoint();
  }

  Path data() {
    return data.resolve("data");
  }

  /// Where OCI layouts may be.
  Path images() {
    return data.resolve("images");
  }

  /// Serves the layouts of [#images], one repository each.
  TinyRegistry registry() {
    return registry;
  }

  String account() {
    return administrator.account().digits();
  }

  String accessKeyId() {
    return administrator.accessKeyId();
  }

  String secretAccessKey() {
    return administrator.secret();
  }

  /// What `hearth env` exports.
  Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", endpoint().toString(),
        "AWS_ACCESS_KEY_ID", accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", secretAccessKey(),
        "AWS_REGION", "us-east-1",
        "AWS_DEFAULT_REGION", "us-east-1");
  }

  @Override
  public void close() throws IOException {
    server.close();
    registry.close();
    Folders.delete(data);
  }

  /// Gives tests the shared cloud.
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Cloud.class;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(Cloud.class))
          .computeIfAbsent("cloud", _ -> new Cloud());
    }
  }
}
