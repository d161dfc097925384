package dev.hearth.wire.dispatch;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.model.OperationModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Reads bodies that fit into memory, within limits.
final class RequestBody {
  /// Bytes; more than any plain request has: DynamoDB and Kinesis take most, 16 MB and 10 MB.
  static final int USUAL_LIMIT = 16 * 1024 * 1024;

  /// Bytes of a request that carries a zip of 50 MB in Base64; Lambda tells this very number.
  static final int ZIP_LIMIT = 70_167_211;

  /// Bytes of what nobody has signed.
  static final int UNSIGNED_LIMIT = 1024 * 1024;

  private static final Set<String> WITH_ZIP =
      Set.of("lambda:CreateFunction", "lambda:UpdateFunctionCode", "lambda:PublishLayerVersion");

  private RequestBody() {}

  /// The request as it would be without chunk framing, whose marks in the headers are not the
  /// operation's business: S3 keeps `Content-Encoding` with the object.
  static HttpRequest unframed(HttpRequest request) {
    var length = request.headers().first("x-amz-decoded-content-length");
    if (length.isEmpty()) {
      return request;
    }
    var headers = request.headers().toBuilder().set("Content-Length", length.get());
    var encodings =
        Stream.of(String.join(",", request.headers().all("Content-Encoding")).split(",", -1))
            .map(String::strip)
            .filter(encoding -> !encoding.isEmpty() && !encoding.equals("aws-chunked"))
            .collect(Collectors.joining(","));
    headers.remove("Content-Encoding");
    if (!encodings.isEmpty()) {
      headers.set("Content-Encoding", encodings);
    }
    return request.withHeaders(headers.build());
  }

  static int limit(OperationModel operation) {
    return WITH_ZIP.contains(operation.toString()) ? ZIP_LIMIT : USUAL_LIMIT;
  }

  /// Reads `in` to its end, for there it proves that it is what was signed.
  ///
  /// @param request tells whether its content is compressed with gzip, as it may be for CloudWatch
  /// @param length bytes in `in`, or -1 where that is not known
  /// @param limit most bytes, unpacked
  /// @throws ServiceException `RequestEntityTooLargeException` above the limit
  static Payload read(HttpRequest request, InputStream in, long length, int limit) {
    if (length > limit) {
      throw tooLarge(limit);
    }
    try {
      var bytes = length < 0 ? upTo(in, limit) : exactly(in, (int) length);
      boolean packed = request.headers().first("Content-Encoding", "").equals("gzip");
      return Payload.of(packed ? unpack(bytes, limit) : bytes);
    } catch (IOException e) {
      throw new ServiceException(
          "SerializationException", 400, "The body of the request could not be read", e);
    }
  }

  /// One array of the right size: a function's payload is not copied on its way.
  private static byte[] exactly(InputStream in, int length) throws IOException {
    var bytes = new byte[length];
    int read = in.readNBytes(bytes, 0, length);
    if (read == length && in.read() >= 0) {
      throw new IOException("More than Content-Length says");
    }
    return read == length ? bytes : Arrays.copyOf(bytes, read);
  }

  private static byte[] upTo(InputStream in, int limit) throws IOException {
    var bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw tooLarge(limit);
    }
    return bytes;
  }

  private static byte[] unpack(byte[] packed, int limit) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return upTo(in, limit);
    }
  }

  private static ServiceException tooLarge(int limit) {
    return new ServiceException(
        "RequestEntityTooLargeException", 413, "Request must be smaller than " + limit + " bytes");
  }
}
