package dev.hearth.wire.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.ErrorModel;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.model.Shape;
import dev.hearth.wire.protocol.Input;
import dev.hearth.wire.protocol.WireError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/// The SDK's own clients and our codecs understand each other: every operation of the index, with
/// every member filled, there and back, and every modelled error.
///
/// What does not pass is listed in `round-trip-exceptions.txt`, each with its reason; a line there
/// that passes fails the test, too, so the list cannot rot.
class RoundTripTest {
  /// How many passed when this was written; the index must not lose operations unnoticed.
  private static final int OPERATIONS = 1_508;

  private static final int ERRORS = 687;

  private final Map<String, String> excused = excuses();
  private final Map<String, String> failures = new TreeMap<>();
  private final List<String> passes = new ArrayList<>();

  @Test
  void everyOperationMakesTheRoundTrip() throws Exception {
    for (var service : ServiceModel.all()) {
      var loop = new Loop();
      var client = SdkClients.of(service, loop::handle);
      var samples = new Samples(42);
      for (var operation : service.operations()) {
        if (!operation.isEventStream()) {
          tell(operation.toString(), trip(operation, client, loop, samples));
        }
      }
    }
    conclude("operations", OPERATIONS);
  }

  @Test
  void everyModelledErrorReachesTheClientAsItsException() throws Exception {
    for (var service : ServiceModel.all()) {
      var loop = new Loop();
      var client = SdkClients.of(service, loop::handle);
      var samples = new Samples(42);
      var request = callable(service, client, loop);
      for (var error : service.errors()) {
        tell(
            service.signingName() + "!" + error.code(),
            trip(error, client, request, loop, samples));
      }
    }
    conclude("errors", ERRORS);
  }

  private static @Nullable String trip(
      OperationModel operation, SdkClients client, Loop loop, Samples samples) {
    var request = samples.fill(operation.newInput());
    loop.answer(samples.fill(operation.newOutput()));
    try {
      var answer = client.call(request);
      var received = loop.received;
      return received == null
          ? "not routed"
          : !received.getClass().equals(request.getClass())
              ? "routed to " + received.getClass().getSimpleName()
              : difference("request", request, received)
                  + difference("answer", loop.answered(), answer);
    } catch (RuntimeException | ReflectiveOperationException e) {
      return String.valueOf(e.getCause() == null ? e : e.getCause());
    }
  }

  private static @Nullable String trip(
      ErrorModel error, SdkClients client, SdkPojo request, Loop loop, Samples samples) {
    var builder = (AwsServiceException.Builder) error.newBuilder();
    builder.message("bad <&> é");
    var sent = (AwsServiceException) samples.fill((SdkPojo) builder);
    loop.refuse(sent);
    try {
      client.call(request);
      return "no error";
    } catch (AwsServiceException got) {
      if (!got.getClass().equals(sent.getClass())) {
        return "came as " + got.getClass().getSimpleName();
      }
      if (got.statusCode() != error.status()) {
        return "status " + got.statusCode();
      }
      var message = got.awsErrorDetails().errorMessage();
      return Objects.equals(message, "bad <&> é")
          ? difference("", sent, got)
          : "message " + message;
    } catch (RuntimeException | ReflectiveOperationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// An operation of the service that passes, to provoke errors with.
  private static SdkPojo callable(ServiceModel service, SdkClients client, Loop loop) {
    for (var operation : service.operations()) {
      if (!operation.isEventStream()
          && !operation.isUpload()
          && !operation.isDownload()
          && "".equals(trip(operation, client, loop, new Samples(42)))) {
        return new Samples(42).fill(operation.newInput());
      }
    }
    throw new AssertionError("No operation of " + service + " passes");
  }

  private static String difference(String what, SdkPojo expected, SdkPojo got) {
    var different = new ArrayList<String>();
    for (var member : Shape.of(expected).members()) {
      var wanted = member.get(expected);
      var actual = member.get(got);
      if (!Objects.equals(wanted, actual) && !member.modelName().equals("ExpiresString")) {
        different.add("%s %s: %s instead of %s".formatted(what, member, cut(actual), cut(wanted)));
      }
    }
    return String.join(", ", different);
  }

  private static String cut(@Nullable Object value) {
    var text = String.valueOf(value);
    return text.length() > 200 ? text.substring(0, 200) : text;
  }

  private void tell(String name, @Nullable String failure) {
    if (failure == null || failure.isEmpty()) {
      passes.add(name);
    } else {
      failures.put(name, failure);
    }
  }

  private void conclude(String what, int atLeast) {
    var perService =
        passes.stream()
            .collect(
                Collectors.groupingBy(
                    n -> n.split("[:!]", 2)[0], TreeMap::new, Collectors.counting()));
    System.out.printf(
        "Round trip of %s: %d of %d pass: %s%n",
        what, passes.size(), passes.size() + failures.size(), perService);
    var unexpected = new TreeMap<>(failures);
    unexpected.keySet().removeAll(excused.keySet());
    assertThat(unexpected).isEmpty();
    assertThat(passes).doesNotContainAnyElementsOf(excused.keySet());
    assertThat(passes.size()).isGreaterThanOrEqualTo(atLeast);
  }

  private static Map<String, String> excuses() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    RoundTripTest.class.getResourceAsStream("round-trip-exceptions.txt")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The codec between the client and what the test wants to answer.
  private static final class Loop {
    private final Router router = new Router();
    private @Nullable SdkPojo received;
    private @Nullable SdkPojo answer;
    private @Nullable AwsServiceException refusal;

    void answer(SdkPojo output) {
      answer = output;
      refusal = null;
      received = null;
    }

    void refuse(AwsServiceException error) {
      refusal = error;
    }

    SdkPojo answered() {
      return Objects.requireNonNull(answer);
    }

    HttpResponse handle(HttpRequest request) {
      try {
        var body = Payload.of(request.body().readAllBytes());
        var destination = router.find(request);
        if (destination.inForm()) {
          destination = destination.resolve(new Input(request, Map.of(), body).form());
        }
        var operation = destination.known();
        var protocol = destination.protocol();
        received =
            protocol.read(
                operation, new Input(RequestBody.unframed(request), destination.labels(), body));
        if (refusal != null) {
          return protocol.write(WireError.of(operation.service(), refusal), "id");
        }
        var response = protocol.write(operation, answered(), "id");
        return operation.isDownload()
            ? HttpResponse.of(response.status(), response.headers(), Payload.of(SdkClients.CONTENT))
            : response;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
