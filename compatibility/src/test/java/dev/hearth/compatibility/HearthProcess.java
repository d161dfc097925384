package dev.hearth.compatibility;

import dev.hearth.server.FunctionsConfig;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/// A Hearth in a process of its own, so that a test can kill it.
final class HearthProcess implements AutoCloseable {
  /// The administrator's key.
  static final AwsBasicCredentials CREDENTIALS = AwsBasicCredentials.create("test", "test");

  private final Process process;
  private final URI endpoint;

  private HearthProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /// The process's main method; its arguments are the data folder and the port. It ends when its
  /// standard input does.
  public static void main(String[] arguments) throws IOException {
    var server =
        Server.start(
            new ServerConfig(
                Integer.parseInt(arguments[1]),
                Path.of(arguments[0]),
                true,
                new FunctionsConfig("bubblewrap", Cloud.runtimes())));
    System.out.println(server.endpoint());
    try (server) {
      int end = System.in.read();
      assert end == -1;
    }
  }

  static HearthProcess start(Path data) throws IOException {
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HearthProcess.class.getName(),
                    data.toString(),
                    "0"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var line = out.readLine();
    if (line == null) {
      throw new IOException("Hearth ended before it was ready");
    }
    return new HearthProcess(process, URI.create(line));
  }

  URI endpoint() {
    return endpoint;
  }

  /// A client of it, with the administrator's key.
  <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(CREDENTIALS))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  long pid() {
    return process.pid();
  }

  /// As `kill -9` does.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Ends it in good order.
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
