package dev.hearth.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.invocation.Invoker;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Driver;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpHandler;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpRoute;
import dev.hearth.wire.signature.Dialect;
import dev.hearth.wire.signature.SignatureVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What Hearth answers and AWS has not: `/_hearth/health` for anyone, `/_hearth/sandboxes` for whom
/// a policy allows `hearth:ListSandboxes`, `/_hearth/code/…` for whoever was given such a link.
final class HearthRoutes {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final HttpHeaders JSON_TYPE = HttpHeaders.of("Content-Type", "application/json");

  private final SignatureVerifier verifier;
  private final Authorization authorization;
  private final Invoker invoker;
  private final Driver driver;
  private final InstantSource clock;

  HearthRoutes(
      SignatureVerifier verifier,
      Authorization authorization,
      Invoker invoker,
      Driver driver,
      InstantSource clock) {
    this.verifier = verifier;
    this.authorization = authorization;
    this.invoker = invoker;
    this.driver = driver;
    this.clock = clock;
  }

  List<HttpRoute> with(CodeDownload downloads) {
    return List.of(
        new HttpRoute(
            request -> request.rawPath().startsWith(CodeDownload.PATH), downloads(downloads)),
        route("/_hearth/health", _ -> json(200, Map.of("status", "ready"))),
        route("/_hearth/sandboxes", this::sandboxes));
  }

  private static HttpRoute route(String path, HttpHandler handler) {
    return new HttpRoute(
        request -> request.method().equals("GET") && request.rawPath().equals(path), handler);
  }

  private static HttpHandler downloads(CodeDownload downloads) {
    return request -> {
      try {
        var archive = downloads.open(request.rawPath(), request.rawQuery());
        return new HttpResponse(
            200,
            HttpHeaders.of("Content-Type", "application/zip"),
            new HttpResponse.Body.Stream(Files.size(archive), out -> Files.copy(archive, out)));
      } catch (ServiceException e) {
        return refusal(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private HttpResponse sandboxes(HttpRequest request) {
    try {
      var verified = verifier.verify(request, Dialect.REST_JSON);
      authorization.check(
          Access.to("hearth:ListSandboxes", "*"), call(request, verified, "ListSandboxes"));
      return json(200, Map.of("sandboxes", list()));
    } catch (ServiceException e) {
      return refusal(e);
    }
  }

  private static HttpResponse refusal(ServiceException e) {
    return json(e.status(), Map.of("code", e.code(), "message", e.getMessage()));
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

  private List<Map<String, Object>> list() {
    var rows = new ArrayList<Map<String, Object>>();
    for (var sandbox : invoker.sandboxes()) {
      var row = new LinkedHashMap<String, Object>();
      row.put("id", sandbox.id());
      row.put("function", sandbox.functionArn());
      row.put("version", sandbox.version());
      row.put("runtime", sandbox.runtime());
      row.put("state", sandbox.state());
      row.put("ageMillis", Duration.between(sandbox.born(), clock.instant()).toMillis());
      row.put("memoryMebibytes", sandbox.memoryMebibytes());
      row.put("pid", sandbox.pid());
      rows.add(row);
    }
    driver
        .parked()
        .forEach(
            (runtime, count) -> {
              for (int i = 0; i < count; i++) {
                rows.add(Map.of("runtime", runtime, "state", "parked"));
              }
            });
    return rows;
  }

  private static HttpResponse json(int status, Object body) {
    return HttpResponse.of(status, JSON_TYPE, Payload.of(JSON.valueToTree(body).toString()));
  }
}
