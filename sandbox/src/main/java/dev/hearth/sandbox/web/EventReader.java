package dev.hearth.sandbox.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hearth.kernel.Payload;
import dev.hearth.sandbox.Invocation;
import dev.hearth.sandbox.SandboxSpec;
import dev.hearth.sandbox.web.WebRequest.Field;
import dev.hearth.sandbox.web.WebRequest.Origin;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the request that an event describes. Source: API Gateway Developer Guide, "Lambda proxy
/// integrations" for REST and HTTP APIs; Elastic Load Balancing, "Lambda functions as targets"; AWS
/// Lambda Web Adapter, "Request & Lambda Context".
public final class EventReader {
  /// Reads anything, and writes what fits into a header.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final String REQUEST_CONTEXT = "x-amzn-request-context";
  private static final String LAMBDA_CONTEXT = "x-amzn-lambda-context";
  private static final String TENANT = "x-amz-tenant-id";
  private static final String TRACE = "x-amzn-trace-id";

  /// What is the connection's own, and what only the platform may say.
  private static final Set<String> DROPPED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          REQUEST_CONTEXT,
          LAMBDA_CONTEXT,
          TENANT);

  private static final String PLAIN_IN_TARGET = "-._~!$&'()*+,;=:@/?%[]|";
  private static final String METHOD = "[A-Z][A-Z-]{0,31}";

  private final WebSettings settings;
  private final SandboxSpec spec;

  public EventReader(WebSettings settings, SandboxSpec spec) {
    this.settings = settings;
    this.spec = spec;
  }

  /// @param deadline that the program is told
  public WebRequest read(Invocation invocation, Instant deadline) {
    var event = event(invocation);
    var origin = origin(event);
    var fields = new ArrayList<Field>();
    if (origin != Origin.OTHER) {
      addFields(event, fields);
      substituteAuthorization(fields);
      fields.add(new Field(REQUEST_CONTEXT, json(event.get("requestContext"))));
    } else {
      fields.add(new Field("content-type", "application/json"));
    }
    fields.add(new Field(LAMBDA_CONTEXT, context(invocation, deadline)));
    addIfMissing(fields, TENANT, invocation.tenantId());
    addIfMissing(fields, TRACE, invocation.traceId());
    addIfMissing(fields, "host", "127.0.0.1:" + settings.port());
    return switch (origin) {
      case OTHER ->
          new WebRequest(
              "POST", target(settings.passThroughPath(), ""), fields, invocation.payload(), origin);
      case HTTP_API ->
          request(
              event.at("/requestContext/http/method"),
              event.path("rawPath"),
              event.path("rawQueryString").asText(),
              fields,
              event,
              origin);
      case REST_API ->
          request(
              event.path("httpMethod"),
              event.path("path"),
              query(event, true),
              fields,
              event,
              origin);
      case LOAD_BALANCER, MULTI_VALUE_LOAD_BALANCER ->
          request(
              event.path("httpMethod"),
              event.path("path"),
              query(event, false),
              fields,
              event,
              origin);
    };
  }

  private static JsonNode event(Invocation invocation) {
    try {
      return JSON.readTree(invocation.payload().bytes());
    } catch (IOException _) {
      return MissingNode.getInstance(); // it is handed on as it is
    }
  }

  private static Origin origin(JsonNode event) {
    var context = event.path("requestContext");
    if (!context.isObject()) {
      return Origin.OTHER;
    }
    if (isMethod(context.at("/http/method")) && event.path("rawPath").isTextual()) {
      return Origin.HTTP_API;
    }
    if (!isMethod(event.path("httpMethod")) || !event.path("path").isTextual()) {
      return Origin.OTHER;
    }
    if (!context.has("elb")) {
      return Origin.REST_API;
    }
    return event.has("multiValueHeaders") ? Origin.MULTI_VALUE_LOAD_BALANCER : Origin.LOAD_BALANCER;
  }

  private static boolean isMethod(JsonNode node) {
    return node.isTextual() && node.asText().matches(METHOD);
  }

  private WebRequest request(
      JsonNode method,
      JsonNode path,
      String query,
      List<Field> fields,
      JsonNode event,
      Origin origin) {
    return new WebRequest(
        method.asText(), target(inner(path.asText()), query), fields, body(event), origin);
  }

  /// Without the base path, once, and only where a segment ends with it.
  private String inner(String path) {
    var base = settings.basePath();
    boolean below =
        !base.isEmpty()
            && path.startsWith(base)
            && (path.length() == base.length() || path.charAt(base.length()) == '/');
    var inner = below ? path.substring(base.length()) : path;
    return inner.startsWith("/") ? inner : "/" + inner;
  }

  /// What a request's line cannot hold is encoded; what is encoded already stays so.
  private static String target(String path, String query) {
    var target =
        query.isEmpty() ? path.replace("?", "%3F") : path.replace("?", "%3F") + "?" + query;
    var encoded = new StringBuilder(target.length());
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || (b > 0 && PLAIN_IN_TARGET.indexOf(b) >= 0);
      if (plain) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  /// @param encode whether names and values are in the clear, as API Gateway has them; a load
  ///   balancer hands on what it got
  private static String query(JsonNode event, boolean encode) {
    var query = new StringBuilder();
    var many = event.path("multiValueQueryStringParameters");
    for (var parameter :
        (many.isObject() ? many : event.path("queryStringParameters")).properties()) {
      var values =
          parameter.getValue().isArray() ? parameter.getValue() : List.of(parameter.getValue());
      for (var value : values) {
        query
            .append(query.isEmpty() ? "" : "&")
            .append(encoded(parameter.getKey(), encode))
            .append('=')
            .append(encoded(value.asText(), encode));
      }
    }
    return query.toString();
  }

  private static String encoded(String text, boolean encode) {
    return encode ? URLEncoder.encode(text, StandardCharsets.UTF_8) : text;
  }

  private static Payload body(JsonNode event) {
    var body = event.path("body");
    if (!body.isTextual()) {
      return Payload.EMPTY;
    }
    if (event.path("isBase64Encoded").asBoolean()) {
      try {
        return Payload.of(Base64.getDecoder().decode(body.asText()));
      } catch (IllegalArgumentException _) {
        return Payload.EMPTY; // whoever made this event by hand made a mistake in it
      }
    }
    return Payload.of(body.asText());
  }

  private static void addFields(JsonNode event, List<Field> fields) {
    var many = event.path("multiValueHeaders");
    for (var header : (many.isObject() ? many : event.path("headers")).properties()) {
      var values = header.getValue().isArray() ? header.getValue() : List.of(header.getValue());
      for (var value : values) {
        if (value.isValueNode() && !DROPPED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          fields.add(new Field(header.getKey(), value.asText()));
        }
      }
    }
    var cookies = new ArrayList<String>();
    event.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
    if (!cookies.isEmpty()) {
      fields.add(new Field("cookie", String.join("; ", cookies)));
    }
  }

  /// For gateways that take `Authorization` for themselves.
  private void substituteAuthorization(List<Field> fields) {
    var source = settings.authorizationSource();
    if (source == null) {
      return;
    }
    var sent = fields.stream().filter(field -> field.name().equalsIgnoreCase(source)).toList();
    if (!sent.isEmpty()) {
      fields.removeAll(sent);
      fields.removeIf(field -> field.name().equalsIgnoreCase("authorization"));
      fields.add(new Field("authorization", sent.getFirst().value()));
    }
  }

  private static void addIfMissing(List<Field> fields, String name, @Nullable String value) {
    if (value != null && fields.stream().noneMatch(field -> field.name().equalsIgnoreCase(name))) {
      fields.add(new Field(name, value));
    }
  }

  private String context(Invocation invocation, Instant deadline) {
    var context =
        JSON.createObjectNode()
            .put("request_id", invocation.requestId())
            .put("deadline", deadline.toEpochMilli())
            .put("invoked_function_arn", invocation.functionArn())
            .put("xray_trace_id", invocation.traceId());
    context.set("client_context", parsed(invocation.clientContext()));
    context.set("identity", parsed(invocation.cognitoIdentity()));
    context.put("tenant_id", invocation.tenantId());
    context
        .putObject("env_config")
        .put("function_name", spec.functionName())
        .put("memory", spec.memoryMebibytes())
        .put("version", spec.version())
        .put("log_stream", spec.logStream())
        .put("log_group", spec.environment().getOrDefault("AWS_LAMBDA_LOG_GROUP_NAME", ""));
    return json(context);
  }

  private static JsonNode parsed(@Nullable String json) {
    try {
      return json == null ? JSON.nullNode() : JSON.readTree(json);
    } catch (JsonProcessingException _) {
      return JSON.nullNode();
    }
  }

  private static String json(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
