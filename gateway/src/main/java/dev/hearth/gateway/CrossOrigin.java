package dev.hearth.gateway;

import dev.hearth.functions.FunctionUrl.Cors;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What browsers are told about scripts of other origins. Where it is configured, the function has
/// no say: preflights do not reach it, and its own headers on the matter are replaced. Source: AWS
/// Lambda Developer Guide, "Cross-origin resource sharing (CORS)"; Fetch Standard, "CORS protocol".
final class CrossOrigin {
  private CrossOrigin() {}

  /// Whether a browser asks what it may send.
  static boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.headers().contains("Origin")
        && request.headers().contains("Access-Control-Request-Method");
  }

  static HttpResponse preflight(HttpRequest request, Cors cors) {
    var headers = HttpHeaders.builder();
    if (allow(request, cors, headers)) {
      list("Access-Control-Allow-Methods", cors.allowMethods(), headers);
      list("Access-Control-Allow-Headers", cors.allowHeaders(), headers);
      if (cors.maxAgeSeconds() != null) {
        headers.set("Access-Control-Max-Age", cors.maxAgeSeconds().toString());
      }
    }
    return HttpResponse.of(200, headers.build(), Payload.EMPTY);
  }

  /// The answer as a browser of another origin gets it.
  ///
  /// @param cors null where the function decides
  static HttpResponse applied(@Nullable Cors cors, HttpRequest request, HttpResponse response) {
    if (cors == null || !request.headers().contains("Origin")) {
      return response;
    }
    var headers = HttpHeaders.builder();
    response
        .headers()
        .forEach(
            (name, value) -> {
              if (!name.toLowerCase(Locale.ROOT).startsWith("access-control-")) {
                headers.add(name, value);
              }
            });
    if (allow(request, cors, headers)) {
      list("Access-Control-Expose-Headers", cors.exposeHeaders(), headers);
    }
    return new HttpResponse(response.status(), headers.build(), response.body());
  }

  private static boolean allow(HttpRequest request, Cors cors, HttpHeaders.Builder headers) {
    var origin = request.headers().first("Origin", "");
    boolean any = cors.allowOrigins().contains("*");
    boolean credentials = Boolean.TRUE.equals(cors.allowCredentials());
    if (!any || credentials) {
      headers.add("Vary", "Origin");
    }
    if (!any && !cors.allowOrigins().contains(origin)) {
      return false;
    }
    // Browsers take no asterisk for an answer where credentials are sent along.
    headers.set("Access-Control-Allow-Origin", any && !credentials ? "*" : origin);
    if (credentials) {
      headers.set("Access-Control-Allow-Credentials", "true");
    }
    return true;
  }

  private static void list(String name, List<String> values, HttpHeaders.Builder headers) {
    if (!values.isEmpty()) {
      headers.set(name, String.join(",", values));
    }
  }
}
