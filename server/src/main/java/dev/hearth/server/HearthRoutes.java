package dev.hearth.server;

import dev.hearth.functions.code.CodeDownload;
import dev.hearth.invocation.Invoker;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.Driver;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpHandler;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What Hearth answers and AWS has not: `/_hearth/health` for anyone, `/_hearth/sandboxes` for whom
/// a policy allows `hearth:ListSandboxes`, `/_hearth/events` ([EventRoutes]), `/_hearth/code/…` for
/// whoever was given such a link, and `/_hearth/lambda-url/…`, which the gateway serves.
final class HearthRoutes {
  private final SignedRoutes signed;
  private final AccountId home;
  private final Invoker invoker;
  private final Driver driver;
  private final EventRoutes events;
  private final InstantSource clock;

  /// @param home the account that sees what runs of all accounts; others see their own
  HearthRoutes(
      SignedRoutes signed,
      AccountId home,
      Invoker invoker,
      Driver driver,
      EventRoutes events,
      InstantSource clock) {
    this.signed = signed;
    this.home = home;
    this.invoker = invoker;
    this.driver = driver;
    this.events = events;
    this.clock = clock;
  }

  /// @param urls the route of function URLs; it comes first, for all paths of its hosts are its own
  List<HttpRoute> with(CodeDownload downloads, HttpRoute urls) {
    var routes = new ArrayList<HttpRoute>();
    routes.add(urls);
    routes.add(
        new HttpRoute(
            request -> request.rawPath().startsWith(CodeDownload.PATH), downloads(downloads)));
    routes.add(
        new HttpRoute(
            request ->
                request.method().equals("GET") && request.rawPath().equals("/_hearth/health"),
            _ -> SignedRoutes.json(200, Map.of("status", "ready"))));
    routes.add(
        signed.route(
            "GET",
            "/_hearth/sandboxes",
            "ListSandboxes",
            (_, _) -> Access.to("hearth:ListSandboxes", "*"),
            (_, call) -> Map.of("sandboxes", list(call), "concurrency", concurrency(call))));
    routes.addAll(events.with(signed));
    return routes;
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
        return SignedRoutes.refusal(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private boolean shows(String functionArn, Call call) {
    return call.account().equals(home)
        || Arn.parse(functionArn)
            .filter(arn -> arn.account().equals(call.account().digits()))
            .isPresent();
  }

  private List<Map<String, Object>> list(Call call) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var sandbox : invoker.sandboxes()) {
      if (!shows(sandbox.functionArn(), call)) {
        continue;
      }
      var row = new LinkedHashMap<String, Object>();
      row.put("id", sandbox.id());
      row.put("function", sandbox.functionArn());
      row.put("version", sandbox.version());
      row.put("runtime", sandbox.runtime());
      row.put("state", sandbox.state());
      row.put("provisioned", sandbox.provisioned());
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

  private List<Map<String, Object>> concurrency(Call call) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var function : invoker.concurrency()) {
      if (!shows(function.functionArn(), call)) {
        continue;
      }
      var row = new LinkedHashMap<String, Object>();
      row.put("function", function.functionArn());
      row.put("running", function.running());
      if (function.reserved() != null) {
        row.put("reserved", function.reserved());
      }
      row.put("provisioned", function.provisioned());
      rows.add(row);
    }
    return rows;
  }
}
