package dev.hearth.wire.signature;

import dev.hearth.wire.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The form of a request that is signed: client and server arrive at the same text, whatever
/// happened to the request's spelling on its way.
///
/// Source: AWS Signature Version 4, "Create a signed AWS API request", step 1.
final class CanonicalRequest {
  private CanonicalRequest() {}

  /// @param payloadHash the last line: the content's SHA-256 or what stands for it
  static String of(HttpRequest request, Claim claim, String payloadHash, Dialect dialect) {
    var text = new StringBuilder(512);
    text.append(request.method()).append('\n');
    if (dialect == Dialect.S3) {
      objectPath(request.rawPath(), text);
    } else {
      path(request.rawPath(), text);
    }
    query(request.rawQuery(), text.append('\n'));
    text.append('\n');
    for (var name : claim.signedHeaders()) {
      header(name, request.headers().all(name), text);
    }
    text.append('\n');
    return text.append(String.join(";", claim.signedHeaders()))
        .append('\n')
        .append(payloadHash)
        .toString();
  }

  /// Of S3, whose keys may well contain `//` and `..`: encoded once, nothing is normalised.
  private static void objectPath(String raw, StringBuilder to) {
    var segments = raw.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      UriEncoding.normalize(segments[i], i == 0 ? to : to.append('/'));
    }
  }

  /// Of all others: normalised as RFC 3986 says, empty segments left out, and encoded on top of the
  /// encoding that it has.
  private static void path(String raw, StringBuilder to) {
    var segments = new ArrayDeque<String>();
    for (var segment : raw.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(segment);
      }
    }
    for (var segment : segments) {
      UriEncoding.encode(segment, to.append('/'));
    }
    if (segments.isEmpty() || raw.endsWith("/") || raw.endsWith("/.") || raw.endsWith("/..")) {
      to.append('/');
    }
  }

  private static void query(String raw, StringBuilder to) {
    if (raw.isEmpty()) {
      return;
    }
    var parameters = new ArrayList<Parameter>();
    for (var parameter : raw.split("&", -1)) {
      int equals = parameter.indexOf('=');
      var name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (!parameter.isEmpty() && !name.equals("X-Amz-Signature")) {
        parameters.add(
            new Parameter(
                normalized(name), equals < 0 ? "" : normalized(parameter.substring(equals + 1))));
      }
    }
    parameters.sort(null);
    for (int i = 0; i < parameters.size(); i++) {
      var parameter = parameters.get(i);
      to.append(i == 0 ? "" : "&").append(parameter.name()).append('=').append(parameter.value());
    }
  }

  private static String normalized(String text) {
    var encoded = new StringBuilder(text.length() + 8);
    UriEncoding.normalize(text, encoded);
    return encoded.toString();
  }

  private static void header(String name, List<String> values, StringBuilder to) {
    to.append(name).append(':');
    for (int i = 0; i < values.size(); i++) {
      trimmed(values.get(i), i == 0 ? to : to.append(','));
    }
    to.append('\n');
  }

  /// Without space around it, and with one blank for each run of space within.
  private static void trimmed(String value, StringBuilder to) {
    int from = to.length();
    boolean gap = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c == '\t') {
        gap = to.length() > from;
      } else {
        to.append(gap ? " " : "").append(c);
        gap = false;
      }
    }
  }

  private record Parameter(String name, String value) implements Comparable<Parameter> {
    @Override
    public int compareTo(Parameter other) {
      int byName = name.compareTo(other.name);
      return byName == 0 ? value.compareTo(other.value) : byName;
    }
  }
}
