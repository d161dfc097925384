package dev.hearth.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Audit;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpRoute;
import dev.hearth.wire.signature.Dialect;
import dev.hearth.wire.signature.SignatureVerifier;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Makes routes of Hearth's own that want a signature and a policy that allows them, as AWS's
/// operations do. They take their input in the query and answer JSON.
final class SignedRoutes {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final HttpHeaders JSON_TYPE = HttpHeaders.of("Content-Type", "application/json");

  private final SignatureVerifier verifier;
  private final Authorization authorization;
  private final Audit audit;
  private final InstantSource clock;

  SignedRoutes(
      SignatureVerifier verifier, Authorization authorization, Audit audit, InstantSource clock) {
    this.verifier = verifier;
    this.authorization = authorization;
    this.audit = audit;
    this.clock = clock;
  }

  /// What the query says, by name.
  record Query(Map<String, String> values) {
    /// @throws ServiceException `ValidationException` where it is missing
    String text(String name) {
      var value = values.get(name);
      if (value == null || value.isEmpty()) {
        throw new ServiceException("ValidationException", 400, name + " is missing.");
      }
      return value;
    }

    boolean isTrue(String name) {
      return "true".equals(values.get(name));
    }

    /// @throws ServiceException `ValidationException` where it is no whole number
    long number(String name, long otherwise) {
      var value = values.get(name);
      try {
        return value == null ? otherwise : Long.parseLong(value);
      } catch (NumberFormatException _) {
        throw new ServiceException(
            "ValidationException", 400, name + ": " + value + " (expected: a whole number)");
      }
    }
  }

  /// One route.
  ///
  /// @param operation the name that policies and logs know it by
  /// @param access what the caller must be allowed
  /// @param answer of what JSON is made: maps, lists, texts, numbers
  HttpRoute route(
      String method,
      String path,
      String operation,
      BiFunction<Query, Call, Access> access,
      BiFunction<Query, Call, Object> answer) {
    return new HttpRoute(
        request -> request.method().equals(method) && request.rawPath().equals(path),
        request -> {
          try {
            var verified = verifier.verify(request, Dialect.REST_JSON);
            verified.body().transferTo(OutputStream.nullOutputStream()); // proves it
            var call = call(request, verified, operation);
            var query = new Query(parse(request.rawQuery()));
            audit.admit(call.service(), operation);
            return json(200, audited(query, call, access, answer));
          } catch (ServiceException e) {
            return refusal(e);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private Object audited(
      Query query,
      Call call,
      BiFunction<Query, Call, Access> access,
      BiFunction<Query, Call, Object> answer) {
    var needed = Access.NONE;
    try {
      needed = access.apply(query, call);
      authorization.check(needed, call);
      var answered = answer.apply(query, call);
      tell(call, needed, query, null);
      return answered;
    } catch (ServiceException e) {
      tell(call, needed, query, e);
      throw e;
    }
  }

  private void tell(Call call, Access needed, Query query, @Nullable ServiceException refusal) {
    audit.answered(
        new Audit.Answered(
            call,
            needed,
            () -> Map.copyOf(query.values()),
            refusal == null ? null : refusal.code(),
            refusal == null ? null : refusal.getMessage()));
  }

  private Call call(HttpRequest request, SignatureVerifier.Verified verified, String operation) {
    return new Call(
        UUID.randomUUID().toString(),
        verified.service(),
        operation,
        verified.region(),
        verified.caller(),
        request.endpoint(),
        request.sourceAddress(),
        request.headers().first("User-Agent", ""),
        clock.instant());
  }

  private static Map<String, String> parse(String rawQuery) {
    var values = new HashMap<String, String>();
    for (var pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new ServiceException("ValidationException", 400, "The query is not well-formed.");
    }
  }

  static HttpResponse refusal(ServiceException e) {
    return json(e.status(), Map.of("code", e.code(), "message", e.getMessage()));
  }

  static HttpResponse json(int status, Object body) {
    return HttpResponse.of(status, JSON_TYPE, Payload.of(JSON.valueToTree(body).toString()));
  }
}
