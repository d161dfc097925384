package dev.hearth.identity.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.wire.Access;
import dev.hearth.wire.Audit.Answered;
import dev.hearth.wire.Audit.FailedSignature;
import dev.hearth.wire.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes lines of calls. Source: CloudTrail User Guide, "CloudTrail record contents".
final class AuditEvents {
  /// Sorted by name, without blanks: one event has one text.
  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final int MOST_AGENT = 1_000;
  private static final int MOST_RESOURCES = 50;

  private AuditEvents() {}

  static AuditLine of(Answered answered) {
    var call = answered.call();
    var caller = call.caller();
    var source = call.service() + ".amazonaws.com";
    boolean readOnly = EventKinds.isReadOnly(call.operation());
    boolean management = EventKinds.isManagement(call.service(), call.operation());
    var resources =
        answered.access().needs().stream()
            .map(Access.Need::resource)
            .filter(resource -> resource.startsWith("arn:"))
            .distinct()
            .limit(MOST_RESOURCES)
            .toList();
    var event = event(call.operation(), source, call.time(), call.region().name());
    event.put("userIdentity", identity(caller));
    event.put("sourceIPAddress", call.sourceAddress());
    event.put("userAgent", cut(call.userAgent()));
    event.put("requestID", call.requestId());
    event.put("requestParameters", answered.parameters().get());
    event.put("readOnly", readOnly);
    event.put("managementEvent", management);
    event.put("eventCategory", management ? "Management" : "Data");
    event.put("recipientAccountId", call.account().digits());
    event.put("resources", resources.stream().map(AuditEvents::resource).toList());
    var code = answered.errorCode();
    if (code != null) {
      event.put("errorCode", code);
      if (isDenial(code) && answered.errorMessage() != null) {
        event.put("errorMessage", answered.errorMessage()); // others may repeat what was sent
      }
    }
    return line(
        event,
        call.time(),
        call.account().digits(),
        call.requestId(),
        username(caller),
        Objects.requireNonNullElse(caller.accessKeyId(), ""),
        resources);
  }

  static AuditLine of(FailedSignature failed, AccountId home, Instant now) {
    var source = failed.service() + ".amazonaws.com";
    var event = event("VerifySignature", source, now, failed.region());
    var requestId = UUID.randomUUID().toString();
    event.put("userIdentity", Map.of("type", "Unknown", "accessKeyId", cut(failed.accessKeyId())));
    event.put("sourceIPAddress", failed.sourceAddress());
    event.put("userAgent", cut(failed.userAgent()));
    event.put("requestID", requestId);
    event.put("requestParameters", Map.of("attempts", failed.attempts()));
    event.put("readOnly", true);
    event.put("managementEvent", true);
    event.put("eventCategory", "Management");
    event.put("recipientAccountId", home.digits());
    event.put("errorCode", failed.code());
    return line(event, now, home.digits(), requestId, "", cut(failed.accessKeyId()), List.of());
  }

  static boolean isDenial(String code) {
    return code.startsWith("AccessDenied")
        || code.equals("AuthorizationError")
        || code.equals("UnauthorizedOperation");
  }

  private static Map<String, @Nullable Object> event(
      String name, String source, Instant time, String region) {
    var event = new TreeMap<String, @Nullable Object>();
    event.put("eventVersion", "1.11");
    event.put("eventType", "AwsApiCall");
    event.put("eventID", UUID.randomUUID().toString());
    event.put("eventName", cut(name));
    event.put("eventSource", cut(source));
    event.put("eventTime", time.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("awsRegion", cut(region));
    return event;
  }

  private static AuditLine line(
      Map<String, @Nullable Object> event,
      Instant time,
      String account,
      String requestId,
      String username,
      String accessKeyId,
      List<String> resources) {
    return new AuditLine(
        time,
        account,
        text(event, "awsRegion"),
        text(event, "eventID"),
        requestId,
        text(event, "eventName"),
        text(event, "eventSource"),
        username,
        accessKeyId,
        Boolean.TRUE.equals(event.get("readOnly")),
        Boolean.TRUE.equals(event.get("managementEvent")),
        text(event, "errorCode"),
        resources,
        json(event));
  }

  private static String text(Map<String, @Nullable Object> event, String name) {
    return String.valueOf(Objects.requireNonNullElse(event.get(name), ""));
  }

  private static String json(Object event) {
    try {
      return CANONICAL.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that is no JSON", e);
    }
  }

  private static Map<String, String> resource(String arn) {
    var account = Arn.parse(arn).map(Arn::account).orElse("");
    return account.isEmpty() ? Map.of("ARN", arn) : Map.of("ARN", arn, "accountId", account);
  }

  private static Map<String, Object> identity(Caller caller) {
    var identity = new TreeMap<String, Object>();
    var type = Objects.requireNonNullElse(caller.conditions().get("aws:PrincipalType"), "");
    boolean service = !caller.arn().startsWith("arn:") && !caller.arn().equals("*");
    identity.put(
        "type",
        service
            ? "AWSService"
            : switch (type) {
              case "User" -> "IAMUser";
              case "" -> caller.arn().endsWith(":root") ? "Root" : "Unknown";
              default -> type;
            });
    if (service) {
      identity.put("invokedBy", caller.arn());
      return identity;
    }
    identity.put("principalId", caller.userId());
    identity.put("arn", caller.arn());
    identity.put("accountId", caller.account().digits());
    if (caller.accessKeyId() != null) {
      identity.put("accessKeyId", caller.accessKeyId());
    }
    var name = username(caller);
    if (!name.isEmpty()) {
      identity.put("userName", name);
    }
    var issuer = caller.conditions().get("aws:PrincipalArn");
    if (type.equals("AssumedRole") && issuer != null) {
      identity.put(
          "sessionContext", Map.of("sessionIssuer", Map.of("type", "Role", "arn", issuer)));
    }
    return identity;
  }

  /// Of a user, or of the session.
  private static String username(Caller caller) {
    var user = caller.conditions().get("aws:username");
    return user != null
        ? user
        : caller.arn().equals("*") ? "" : caller.arn().substring(caller.arn().lastIndexOf('/') + 1);
  }

  private static String cut(String text) {
    return text.length() <= MOST_AGENT ? text : text.substring(0, MOST_AGENT);
  }
}
