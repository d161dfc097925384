package dev.hearth.wire.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.exception.SdkException;

/// Valid requests of every kind, damaged at random: whatever comes in, the answer is never a 500
/// and never long in coming.
class FuzzTest {
  private static final long SEED = 20_261_121;
  private static final int DAMAGES_PER_REQUEST = 40;

  /// One request as a client made it.
  private record Sample(HttpRequest head, Payload body) {}

  private final Random random = new Random(SEED);

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void noDamagedRequestIsAnsweredWith500() throws Exception {
    var dispatcher = everything();
    var statuses = new TreeMap<Integer, Integer>();
    for (var sample : samples()) {
      for (int i = 0; i < DAMAGES_PER_REQUEST; i++) {
        var damaged = damage(sample);
        var response = dispatcher.handle(damaged);
        assertThat(response.status()).as("%s %s", damaged, damaged.rawQuery()).isNotEqualTo(500);
        statuses.merge(response.status(), 1, Integer::sum);
      }
    }
    System.out.println("Damaged requests by status: " + statuses);
    assertThat(statuses.get(400)).isGreaterThan(1_000);
  }

  private static Dispatcher everything() {
    var wired = new Wired();
    for (var service : ServiceModel.all()) {
      wired.with(
          service.name(),
          service.operations().stream()
              .filter(FuzzTest::isPlain)
              .map(Wired::empty)
              .toArray(ServiceOperation<?>[]::new));
    }
    return wired.dispatcher();
  }

  private static boolean isPlain(OperationModel operation) {
    return !operation.isUpload() && !operation.isDownload() && !operation.isEventStream();
  }

  /// Some requests of every service.
  private static List<Sample> samples() throws ReflectiveOperationException {
    var samples = new ArrayList<Sample>();
    for (var service : ServiceModel.all()) {
      var client = SdkClients.of(service, request -> capture(request, samples));
      var filler = new Samples(SEED);
      int each = Math.max(1, service.operations().size() / 12);
      int number = 0;
      for (var operation : service.operations()) {
        if (number++ % each == 0 && isPlain(operation)) {
          try {
            client.call(filler.fill(operation.newInput()));
          } catch (SdkException e) {
            // The answer to a sample is none that its client could like.
            assertThat(samples).isNotEmpty();
          }
        }
      }
    }
    return samples;
  }

  private static HttpResponse capture(HttpRequest request, List<Sample> samples) {
    try {
      samples.add(new Sample(request, Payload.of(request.body().readAllBytes())));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return HttpResponse.empty(200);
  }

  private HttpRequest damage(Sample sample) {
    var head = sample.head();
    var body = sample.body().bytes();
    var path = head.rawPath();
    var query = head.rawQuery();
    var headers = head.headers();
    switch (random.nextInt(6)) {
      case 0 -> path = "/" + damage(path.substring(1));
      case 1 -> query = damage(query);
      case 2 -> headers = damage(headers);
      default -> body = damage(body);
    }
    return new HttpRequest(
        head.method(),
        path,
        query,
        headers,
        new ByteArrayInputStream(body),
        body.length,
        head.sourceAddress(),
        head.endpoint());
  }

  private String damage(String text) {
    return new String(
        damage(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private HttpHeaders damage(HttpHeaders headers) {
    var names = List.copyOf(headers.asMap().keySet());
    var name = names.get(random.nextInt(names.size()));
    var damaged = headers.toBuilder();
    return random.nextInt(4) == 0
        ? damaged.remove(name).build()
        : damaged
            .set(name, damage(headers.first(name, "")).replaceAll("\\p{Cntrl}", "~"))
            .build(); // the web server lets no control character through
  }

  /// Flips, cuts, doubles and inserts what hurts parsers.
  private byte[] damage(byte[] bytes) {
    var hurtful = "{}[]\"\\<>&;=%+:/.,\0\n9e-\u00ff\u00bf\u009f";
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    return switch (bytes.length == 0 ? 3 : random.nextInt(4)) {
      case 0 -> {
        var flipped = bytes.clone();
        flipped[at] = (byte) random.nextInt(256);
        yield flipped;
      }
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> joined(bytes, bytes.length, bytes, at);
      default -> {
        var one = new byte[] {(byte) hurtful.charAt(random.nextInt(hurtful.length()))};
        yield joined(joined(bytes, at, one, 0), at + 1, bytes, at);
      }
    };
  }

  private static byte[] joined(byte[] first, int length, byte[] second, int from) {
    var joined = Arrays.copyOf(first, length + second.length - from);
    System.arraycopy(second, from, joined, length, second.length - from);
    return joined;
  }
}
