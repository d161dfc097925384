package dev.hearth.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which Hearth a command talks to.
///
/// Endpoint and key come from the same place, so that a key of the real AWS in the environment is
/// never sent to a Hearth, nor a Hearth's request to AWS: from the environment where
/// `AWS_ENDPOINT_URL` is set and no folder is named, else from the data folder.
final class ConnectionOptions {
  private static final Path DEFAULT_FOLDER = Path.of(".hearth");
  private static final String DEFAULT_REGION = "us-east-1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of the Hearth to talk to (default: .hearth).")
  private @Nullable Path data;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Region (default: AWS_REGION, else us-east-1). Any name works.")
  private @Nullable String region;

  Connection connect(Terminal terminal) {
    var endpoint = terminal.variable("AWS_ENDPOINT_URL");
    var id = terminal.variable("AWS_ACCESS_KEY_ID");
    var secret = terminal.variable("AWS_SECRET_ACCESS_KEY");
    if (data != null || endpoint == null) {
      return fromFolder(terminal, data == null ? DEFAULT_FOLDER : data);
    }
    if (id == null || secret == null) {
      throw new Failure(
          "AWS_ENDPOINT_URL is set, but AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is not.",
          "Set them with `eval \"$("
              + terminal.hearth()
              + " env)\"`, or name a folder with --data.");
    }
    var token = terminal.variable("AWS_SESSION_TOKEN");
    return new Connection(URI.create(endpoint), id, secret, token, region(terminal));
  }

  Connection fromFolder(Terminal terminal) {
    return fromFolder(terminal, data == null ? DEFAULT_FOLDER : data);
  }

  private Connection fromFolder(Terminal terminal, Path path) {
    var folder = new DataFolder(path);
    var endpoint = folder.endpoint(terminal.hearth());
    var key = folder.administrator(terminal.hearth());
    return new Connection(endpoint, key.accessKeyId(), key.secret(), null, region(terminal));
  }

  private String region(Terminal terminal) {
    if (region != null) {
      return region;
    }
    var set = terminal.variable("AWS_REGION");
    var fallback = terminal.variable("AWS_DEFAULT_REGION");
    return set != null ? set : fallback != null ? fallback : DEFAULT_REGION;
  }
}
