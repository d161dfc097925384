package dev.hearth.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.functions.FunctionUrl;
import dev.hearth.functions.FunctionUrls;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.ActiveVersion;
import dev.hearth.invocation.Event;
import dev.hearth.invocation.Invoker;
import dev.hearth.invocation.TraceId;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpRoute;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.InvokeMode;

/// Serves function URLs: finds the URL, lets the caller in or not, makes an event of the request,
/// runs the function and makes an HTTP answer of what it returns.
///
/// | what went wrong | answer |
/// |---|---|
/// | no such URL, or the caller may not use it | 403 `Forbidden` |
/// | a signature that is wrong | 403 and why |
/// | more than 6 MB | 413 |
/// | no room for the invocation | 429 |
/// | the function failed, or returned what is no answer | 502 `Internal Server Error` |
/// | it failed in the middle of a stream | the connection ends before the answer does |
public final class FunctionUrlRoute {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Bytes of an event. Source: "Lambda quotas", invocation payload.
  private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;

  private final FunctionUrls urls;
  private final Functions functions;
  private final Invoker invoker;
  private final UrlCallers callers;

  /// @param callers tells who calls, and whether they may
  public FunctionUrlRoute(
      FunctionUrls urls, Functions functions, Invoker invoker, UrlCallers callers) {
    this.urls = urls;
    this.functions = functions;
    this.invoker = invoker;
    this.callers = callers;
  }

  /// Takes whatever is for a function URL, by host name or by path.
  public HttpRoute route() {
    return new HttpRoute(request -> UrlAddress.of(request) != null, this::handle);
  }

  private HttpResponse handle(HttpRequest request) {
    var requestId = UUID.randomUUID().toString();
    var response = answer(request, requestId);
    var headers = response.headers().toBuilder().set("x-amzn-RequestId", requestId).build();
    return new HttpResponse(response.status(), headers, response.body());
  }

  private HttpResponse answer(HttpRequest request, String requestId) {
    var address = UrlAddress.of(request);
    var url = address == null ? null : find(address);
    if (address == null || url == null) {
      return refusal(UrlCallers.forbidden());
    }
    var cors = url.cors();
    if (cors != null && CrossOrigin.isPreflight(request)) {
      return CrossOrigin.preflight(request, cors);
    }
    HttpResponse response;
    try {
      response = run(request, requestId, address, url);
    } catch (ServiceException e) {
      response = refusal(e);
    }
    return CrossOrigin.applied(cors, request, response);
  }

  private @Nullable FunctionUrl find(UrlAddress address) {
    return address.isWellFormed()
        ? urls.find(address.id()).filter(address::leadsTo).orElse(null)
        : null;
  }

  private HttpResponse run(
      HttpRequest request, String requestId, UrlAddress address, FunctionUrl url) {
    var admitted = callers.admit(request, url, requestId);
    var call = admitted.call();
    var trace = TraceId.of(call.traceId(), requestId, call.time());
    var body = read(admitted);
    var payload = HttpEvent.of(request, body, address, url, call, trace);
    if (payload.size() > MAX_EVENT_BYTES) {
      throw tooLarge();
    }
    var event = new Event(requestId, url.function().arn(), payload, null, trace);
    var response = invoker.stream(() -> ActiveVersion.of(functions, url.function()), event);
    return url.invokeMode() == InvokeMode.RESPONSE_STREAM
        ? StreamedAnswer.of(response, request)
        : FunctionAnswer.of(response);
  }

  private static Payload read(UrlCallers.Admitted admitted) {
    try {
      // All of a body that is a little too large is read, so that its client gets to the answer.
      var bytes = admitted.body().readNBytes(MAX_EVENT_BYTES + 1);
      if (bytes.length > MAX_EVENT_BYTES) {
        throw tooLarge();
      }
      return Payload.of(bytes);
    } catch (IOException e) {
      throw new ServiceException(
          "SerializationException", 400, "The body of the request could not be read", e);
    }
  }

  private static ServiceException tooLarge() {
    return new ServiceException(
        "RequestTooLargeException",
        413,
        "Request must be smaller than "
            + MAX_EVENT_BYTES
            + " bytes for the InvokeFunction"
            + " operation");
  }

  private static HttpResponse refusal(ServiceException e) {
    var body = new LinkedHashMap<String, String>();
    body.put("Message", e.getMessage());
    var reason = e.members().get("Reason");
    if (reason != null) {
      body.put("Reason", reason);
    }
    return HttpResponse.of(
        e.status(),
        HttpHeaders.of("Content-Type", "application/json", "x-amzn-ErrorType", e.code()),
        Payload.of(JSON.valueToTree(body).toString()));
  }
}
