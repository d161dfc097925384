package dev.hearth.wire.http;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Require;
import java.io.IOException;
import java.io.OutputStream;

/// One answer.
///
/// The server adds `Date`, `Content-Length` and `Transfer-Encoding`; everything else, such as
/// `Content-Type`, is the handler's. In answer to `HEAD` (or with status 204 or 304) no body is
/// sent, and a `Content-Length` that the handler has set stays.
///
/// @param status 200 to 599
public record HttpResponse(int status, HttpHeaders headers, Body body) {
  public HttpResponse {
    Require.between("status", status, 200, 599);
  }

  /// An answer whose bytes are known.
  public static HttpResponse of(int status, HttpHeaders headers, Payload payload) {
    return new HttpResponse(status, headers, new Body.Bytes(payload));
  }

  /// An answer without content.
  public static HttpResponse empty(int status) {
    return of(status, HttpHeaders.EMPTY, Payload.EMPTY);
  }

  /// The content of an answer.
  public sealed interface Body {
    /// Content that is at hand.
    record Bytes(Payload payload) implements Body {}

    /// Content that is written while it comes to be. The writer is not asked where no body may be
    /// sent, as in answer to `HEAD`.
    ///
    /// @param length exactly how many bytes `writer` writes, or -1 where that is not known
    record Stream(long length, Writer writer) implements Body {}
  }

  /// Writes content.
  @FunctionalInterface
  public interface Writer {
    /// Writes all content to `out` and returns; `out.flush()` puts what was written on the wire at
    /// once. To throw aborts the connection, so that the client sees a cut answer as such.
    ///
    /// @throws IOException from `out` when the client has gone
    void writeTo(OutputStream out) throws IOException;
  }
}
