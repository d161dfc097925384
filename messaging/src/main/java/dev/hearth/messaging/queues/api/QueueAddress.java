package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.QueueErrors;
import dev.hearth.messaging.queues.Queues;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.regex.Pattern;

/// Queues as requests name them: by URLs that end with account and name. The region is the one that
/// the request was signed for.
final class QueueAddress {
  private static final Pattern URL =
      Pattern.compile("(?:https?://[^/?#]+)?/([0-9]{12})/([A-Za-z0-9_.-]{1,80})/?");

  private QueueAddress() {}

  /// The ARN of the queue with this URL.
  ///
  /// @throws ServiceException `InvalidAddress` for what is no queue's URL
  static Arn arn(String url, Call call) {
    var parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new ServiceException(
          "InvalidAddress",
          400,
          "The address %s is not valid for this endpoint."
              .formatted(url.length() > 200 ? url.substring(0, 200) + "..." : url));
    }
    return Queue.arn(call.region(), new AccountId(parts.group(1)), parts.group(2));
  }

  /// The queue with this URL.
  ///
  /// @throws ServiceException `QueueDoesNotExist`, `InvalidAddress`
  static Queue find(Queues queues, String url, Call call) {
    return queues.find(arn(url, call)).orElseThrow(QueueErrors::noSuchQueue);
  }

  /// The queue's URL, at the address where the caller reached us.
  static String url(Queue queue, Call call) {
    return call.endpoint() + "/" + queue.account() + "/" + queue.name();
  }

  /// Access to an action that a queue's policy may allow others, too.
  static Access shared(String action, String url, Call call) {
    return Access.to("sqs:" + action, arn(url, call));
  }

  /// Access to an action for the queue's own account only. Source: SQS Developer Guide, "Grant
  /// cross-account permissions".
  static Access own(String action, String url, Call call) {
    return own(action, arn(url, call), call);
  }

  static Access own(String action, Arn arn, Call call) {
    if (!arn.account().equals(call.account().digits())) {
      throw new ServiceException(
          "AccessDeniedException",
          403,
          "User: %s is not authorized to perform: sqs:%s on resource: %s because cross-account permissions do not apply to this action"
              .formatted(call.caller().arn(), action.toLowerCase(java.util.Locale.ROOT), arn));
    }
    return Access.to("sqs:" + action, arn);
  }
}
