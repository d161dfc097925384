package dev.hearth.invocation.async;

import dev.hearth.functions.FunctionReference;
import dev.hearth.invocation.ledger.Sending;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record that is sent, or with a dead letter the event itself.
///
/// @param function whose event it was, as invoked
/// @param requestId the event's
/// @param target the destination's ARN
/// @param role the function's execution role, on whose behalf it is sent
/// @param traceId the trace that goes on, with the function in its lineage
/// @param attributes of a dead letter, by name: `RequestID`, `ErrorCode`, `ErrorMessage`
/// @param body a JSON document
public record Delivery(
    FunctionReference function,
    String requestId,
    Sending.Kind kind,
    Arn target,
    String role,
    @Nullable String traceId,
    Map<String, String> attributes,
    Payload body) {

  private record Head(
      long entry,
      String account,
      String region,
      String name,
      String qualifier,
      String requestId,
      Sending.Kind kind,
      String target,
      String role,
      @Nullable String traceId,
      Map<String, String> attributes) {}

  /// A delivery as it was queued, and the ledger's entry that tells of it.
  public record Queued(long entry, Delivery delivery) {}

  /// How it waits in a queue.
  ///
  /// @param entry the ledger's that tells of it; any where there is none
  public Payload encode(long entry) {
    return Framed.join(
        new Head(
            entry,
            function.account().digits(),
            function.region().name(),
            function.name(),
            function.qualifier(),
            requestId,
            kind,
            target.toString(),
            role,
            traceId,
            attributes),
        body);
  }

  /// What [#encode] made.
  public static Queued decode(Payload stored) {
    var head = Framed.head(stored, Head.class);
    var function =
        new FunctionReference(
            new AccountId(head.account), new Region(head.region), head.name, head.qualifier);
    var delivery =
        new Delivery(
            function,
            head.requestId,
            head.kind,
            Arn.parse(head.target).orElseThrow(),
            head.role,
            head.traceId,
            head.attributes,
            Framed.body(stored));
    return new Queued(head.entry, delivery);
  }

  /// As the ledger tells of it.
  Sending sending(Sending.State state, String why) {
    return new Sending(kind, target.toString(), state, why);
  }
}
