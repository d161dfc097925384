package dev.hearth.invocation.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;

/// Checks the event that a caller sends: its size, and that it is one JSON document.
///
/// Limits: 6 MB for a synchronous invocation, 1 MB for an asynchronous one. Source: AWS Lambda
/// Developer Guide, "Lambda quotas".
final class EventPayload {
  static final int MAX_SYNC_BYTES = 6_291_456;
  static final int MAX_ASYNC_BYTES = 1_048_576;

  private static final Payload EMPTY_OBJECT = Payload.of("{}");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(1000)
                  .maxStringLength(MAX_SYNC_BYTES)
                  .build())
          .build();

  private EventPayload() {}

  static Payload sync(@Nullable SdkBytes sent) {
    var size = sent == null ? 0 : sent.asByteArrayUnsafe().length;
    if (size > MAX_SYNC_BYTES) {
      throw tooLarge(
          "Request must be smaller than "
              + MAX_SYNC_BYTES
              + " bytes for the InvokeFunction operation");
    }
    return json(sent);
  }

  static Payload async(@Nullable SdkBytes sent) {
    var size = sent == null ? 0 : sent.asByteArrayUnsafe().length;
    if (size > MAX_ASYNC_BYTES) {
      throw tooLarge(
          size
              + " byte payload is too large for the Event invocation type (limit "
              + MAX_ASYNC_BYTES
              + " bytes)");
    }
    return json(sent);
  }

  private static ServiceException tooLarge(String message) {
    return new ServiceException("RequestTooLargeException", 413, message).with("Type", "User");
  }

  private static Payload json(@Nullable SdkBytes sent) {
    if (sent == null || sent.asByteArrayUnsafe().length == 0) {
      return EMPTY_OBJECT; // what a function receives when nothing was sent
    }
    var bytes = sent.asByteArrayUnsafe();
    try (var parser = JSON.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw invalid("No content to map due to end-of-input");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw invalid("more than one JSON document");
      }
    } catch (JsonProcessingException e) {
      throw invalid(e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // reading an array does no I/O
    }
    return Payload.of(bytes);
  }

  private static ServiceException invalid(String why) {
    return new ServiceException(
            "InvalidRequestContentException", 400, "Could not parse request body into json: " + why)
        .with("Type", "User");
  }
}
