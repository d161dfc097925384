package dev.hearth.messaging.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.engine.Cloudlet;
import dev.hearth.messaging.mappings.engine.Lab;
import dev.hearth.messaging.sources.registered.RegisteredSource;
import dev.hearth.messaging.sources.registered.RegisteredSources;
import dev.hearth.store.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;

/// What the tests of all sources do alike: a Hearth with a database of its own maps a real source
/// to a function of the test's, and what that was invoked with is looked at.
public abstract class SourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Without a source outside, until a test makes one with [#over].
  protected Cloudlet cloud;

  @TempDir protected Path folder;
  private Database database;

  @BeforeEach
  protected final void openDatabase() {
    database = Lab.open(folder);
    cloud = new Cloudlet(database);
  }

  @AfterEach
  protected final void closeDatabase() {
    cloud.close();
    database.close();
  }

  /// A Hearth for which an ARN of a service means a source.
  protected final Cloudlet over(String service, Function<Arn, EventSource> source) {
    var made = new Cloudlet(database);
    made.part.sources().serve(service, source);
    return made;
  }

  /// A Hearth with one kind of those sources that AWS does not have.
  protected final Cloudlet over(RegisteredSources registered, String kind, EventSource source) {
    return over("hearth", registered.among(Map.of(kind, source)));
  }

  protected static RegisteredSources registered(String name, String url) {
    return new RegisteredSources(Map.of(name, new RegisteredSource(name, URI.create(url))));
  }

  /// Closes the Hearth; the next one knows of no mappings.
  protected final void forgetAll() {
    closeDatabase();
    try {
      database = Lab.open(Files.createTempDirectory(folder, "anew"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// To the function `f`, with the defaults.
  protected static CreateEventSourceMappingRequest.Builder mapping(String arn, String queue) {
    return CreateEventSourceMappingRequest.builder()
        .functionName("f")
        .eventSourceArn(arn)
        .queues(queue);
  }

  protected final String enabled(CreateEventSourceMappingRequest.Builder request) {
    var uuid = cloud.create(request).uuid();
    cloud.awaitState(uuid, "Enabled");
    return uuid;
  }

  protected static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What the function was invoked with, in that order.
  protected final List<JsonNode> events() {
    return cloud.ran.stream().map(event -> json(event.payload().text())).toList();
  }

  /// What was in its events.
  protected final List<JsonNode> records() {
    var records = new ArrayList<JsonNode>();
    events().forEach(event -> event.path("Records").forEach(records::add));
    return records;
  }

  /// Waits until there are as many as expected, and these are they.
  protected static void awaitAll(Supplier<List<String>> found, String... expected) {
    Cloudlet.await(() -> found.get().size() >= expected.length);
    assertThat(found.get()).containsExactly(expected);
  }

  /// Waits until a mapping's user is told of a problem.
  ///
  /// @param texts that tell it
  protected final void awaitProblem(String uuid, String... texts) {
    Cloudlet.await(
        () -> {
          var result = cloud.get(uuid).lastProcessingResult();
          return result != null
              && result.startsWith("PROBLEM: ")
              && Arrays.stream(texts).allMatch(result::contains);
        });
  }

  protected final void refuses(String message, CreateEventSourceMappingRequest.Builder request) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> cloud.create(request))
        .withMessageContaining(message);
  }
}
