package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.Shape;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/// What the REST protocols have in common: members travel in the path, the query string, headers
/// and the status, and the body is either one member as a whole or a document of all that are left.
abstract sealed class Rest implements Protocol permits RestJson, RestXml {
  /// A body and its type; both null for no body.
  record Content(@Nullable String type, Payload body) {
    static final Content NONE = new Content(null, Payload.EMPTY);
  }

  private static final String BYTES = "application/octet-stream";

  private final String requestIdHeader;

  Rest(String requestIdHeader) {
    this.requestIdHeader = requestIdHeader;
  }

  /// Reads a document into `builder`.
  abstract void readDocument(Payload body, SdkPojo builder);

  /// Reads a body that is neither bytes nor text nor a structure, but `member`.
  abstract Object readOther(Member member, Payload body);

  /// Writes `output`, of which no member is the whole body.
  abstract Content document(OperationModel operation, SdkPojo output);

  /// Writes the member that is the whole body; `value` is neither bytes nor absent.
  abstract Content whole(OperationModel operation, Member member, Object value);

  @Override
  public final SdkPojo read(OperationModel operation, Input input) {
    var builder = operation.newInput();
    HttpBinding.read(input, builder);
    var shape = Shape.of(builder);
    var payload = shape.payload();
    if (payload == null) {
      if (!shape.body().isEmpty()) {
        readDocument(input.body(), builder);
      }
    } else if (input.body().size() > 0) {
      payload.set(builder, readWhole(payload, input.body()));
    }
    return Shape.build(builder);
  }

  /// A blob is not copied.
  private Object readWhole(Member member, Payload body) {
    return switch (member.type()) {
      case SDK_BYTES -> SdkBytes.fromByteArrayUnsafe(body.bytes());
      case STRING -> body.text();
      case SDK_POJO -> {
        var builder = member.newBuilder();
        readDocument(body, builder);
        yield Shape.build(builder);
      }
      default -> readOther(member, body);
    };
  }

  @Override
  public final HttpResponse write(OperationModel operation, SdkPojo output, String requestId) {
    var headers = headers(requestId);
    var content = content(operation, output);
    if (content.type() != null) {
      headers.set("Content-Type", content.type());
    }
    // After the content, for a member may say its type better.
    int status = HttpBinding.write(output, operation.status(), headers);
    return status == 204
        ? HttpResponse.of(status, headers.remove("Content-Type").build(), Payload.EMPTY)
        : HttpResponse.of(status, headers.build(), content.body());
  }

  private Content content(OperationModel operation, SdkPojo output) {
    if (operation.isDownload()) {
      return new Content(BYTES, Payload.EMPTY);
    }
    var payload = Shape.of(output).payload();
    if (payload == null) {
      return document(operation, output);
    }
    return switch (payload.get(output)) {
      case null -> Content.NONE;
      case SdkBytes bytes -> new Content(BYTES, Payload.of(bytes.asByteArrayUnsafe()));
      case Object other -> whole(operation, payload, other);
    };
  }

  final HttpHeaders.Builder headers(String requestId) {
    return HttpHeaders.builder().set(requestIdHeader, requestId);
  }
}
