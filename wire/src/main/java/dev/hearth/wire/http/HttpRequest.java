package dev.hearth.wire.http;

import java.io.InputStream;
import java.net.URI;

/// One request, as its client sent it.
///
/// @param method such as `POST`
/// @param rawPath the path byte for byte, still percent-encoded, for signatures cover it
/// @param rawQuery what follows the `?`, byte for byte; empty where there is none
/// @param headers every field; `Host` is present in HTTP/2 as well
/// @param body the content, of which nothing has been read; empty where there is none
/// @param contentLength bytes in `body`, or -1 where the client announced none
/// @param sourceAddress the client's IP address
/// @param endpoint how the client reached us: scheme, host and port, such as
///   `http://127.0.0.1:4566`
public record HttpRequest(
    String method,
    String rawPath,
    String rawQuery,
    HttpHeaders headers,
    InputStream body,
    long contentLength,
    String sourceAddress,
    URI endpoint) {

  /// This request with other content.
  public HttpRequest withBody(InputStream otherBody, long otherLength) {
    return new HttpRequest(
        method, rawPath, rawQuery, headers, otherBody, otherLength, sourceAddress, endpoint);
  }

  /// This request with other header fields.
  public HttpRequest withHeaders(HttpHeaders otherHeaders) {
    return new HttpRequest(
        method, rawPath, rawQuery, otherHeaders, body, contentLength, sourceAddress, endpoint);
  }

  /// The request line's facts only: a query or a header may hold a credential.
  @Override
  public String toString() {
    return "HttpRequest[" + method + " " + rawPath + "]";
  }
}
