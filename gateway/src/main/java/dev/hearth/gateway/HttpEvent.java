package dev.hearth.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.functions.FunctionUrl;
import dev.hearth.kernel.MediaType;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/// Makes a function's event of an HTTP request, in payload format 2.0. Source: AWS Lambda Developer
/// Guide, "Invoking Lambda function URLs"; API Gateway Developer Guide, "Create AWS Lambda proxy
/// integrations for HTTP APIs".
final class HttpEvent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// What would let the function act as its caller, once the signature has been verified.
  private static final Set<String> SECRETS = Set.of("authorization", "x-amz-security-token");

  private HttpEvent() {}

  /// @param call who calls, and when
  /// @param traceId `X-Amzn-Trace-Id`
  static Payload of(
      HttpRequest request,
      Payload body,
      UrlAddress address,
      FunctionUrl url,
      Call call,
      String traceId) {
    var event = JSON.createObjectNode();
    event.put("version", "2.0");
    event.put("routeKey", "$default");
    event.put("rawPath", address.path());
    event.put("rawQueryString", request.rawQuery());
    var cookies = cookies(request.headers());
    if (!cookies.isEmpty()) {
      event.set("cookies", JSON.valueToTree(cookies));
    }
    event.set("headers", JSON.valueToTree(headers(request, url, traceId)));
    var parameters = parameters(request.rawQuery());
    if (!parameters.isEmpty()) {
      event.set("queryStringParameters", JSON.valueToTree(parameters));
    }
    event.set("requestContext", context(request, address, url, call));
    put(body, request.headers(), event);
    event.putNull("pathParameters");
    event.putNull("stageVariables");
    try {
      return Payload.of(JSON.writeValueAsBytes(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unwritable", e);
    }
  }

  private static List<String> cookies(HttpHeaders headers) {
    var cookies = new ArrayList<String>();
    for (var field : headers.all("Cookie")) {
      for (var cookie : field.split(";", -1)) {
        if (!cookie.isBlank()) {
          cookies.add(cookie.strip());
        }
      }
    }
    return cookies;
  }

  private static Map<String, String> headers(HttpRequest request, FunctionUrl url, String traceId) {
    boolean signed = url.authType() == FunctionUrlAuthType.AWS_IAM;
    var headers = new LinkedHashMap<String, String>();
    request
        .headers()
        .asMap()
        .forEach(
            (name, values) -> {
              var lower = name.toLowerCase(Locale.ROOT);
              if (!lower.equals("cookie") && !(signed && SECRETS.contains(lower))) {
                headers.put(lower, String.join(",", values));
              }
            });
    // The connection's own facts, which no client can make up.
    headers.put("x-forwarded-for", request.sourceAddress());
    headers.put("x-forwarded-proto", request.endpoint().getScheme());
    int port = request.endpoint().getPort();
    headers.put("x-forwarded-port", Integer.toString(port < 0 ? 80 : port));
    headers.put("x-amzn-trace-id", traceId);
    return headers;
  }

  private static Map<String, String> parameters(String rawQuery) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        var name = decode(equals < 0 ? pair : pair.substring(0, equals));
        var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        parameters.merge(name, value, (first, second) -> first + "," + second);
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text; // a lone percent sign stays what it is
    }
  }

  private static ObjectNode context(
      HttpRequest request, UrlAddress address, FunctionUrl url, Call call) {
    var context = JSON.createObjectNode();
    context.put("accountId", url.function().account().digits());
    context.put("apiId", url.id());
    context.putNull("authentication");
    context.set("authorizer", authorizer(url, call));
    context.put("domainName", address.domainName(url));
    context.put("domainPrefix", url.id());
    context
        .putObject("http")
        .put("method", request.method())
        .put("path", address.path())
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", request.sourceAddress())
        .put("userAgent", call.userAgent());
    context.put("requestId", call.requestId());
    context.put("routeKey", "$default");
    context.put("stage", "$default");
    context.put("time", TIME.format(call.time()));
    context.put("timeEpoch", call.time().toEpochMilli());
    return context;
  }

  private static @Nullable ObjectNode authorizer(FunctionUrl url, Call call) {
    if (url.authType() == FunctionUrlAuthType.NONE) {
      return null;
    }
    var caller = call.caller();
    var authorizer = JSON.createObjectNode();
    authorizer
        .putObject("iam")
        .put("accessKey", caller.accessKeyId())
        .put("accountId", caller.account().digits())
        .put("callerId", caller.userId())
        .putNull("cognitoIdentity")
        .putNull("principalOrgId")
        .put("userArn", caller.arn())
        .put("userId", caller.userId());
    return authorizer;
  }

  private static void put(Payload body, HttpHeaders headers, ObjectNode event) {
    var text = body.size() == 0 || isText(headers) ? text(body) : null;
    if (text == null) {
      event.put("body", Base64.getEncoder().encodeToString(body.bytes()));
    } else if (!text.isEmpty()) {
      event.put("body", text);
    }
    event.put("isBase64Encoded", text == null);
  }

  private static boolean isText(HttpHeaders headers) {
    return !headers.contains("Content-Encoding")
        && MediaType.isText(headers.first("Content-Type", ""));
  }

  /// Null for what is not UTF-8, which a JSON document could not hold unchanged.
  private static @Nullable String text(Payload body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.bytes())).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
