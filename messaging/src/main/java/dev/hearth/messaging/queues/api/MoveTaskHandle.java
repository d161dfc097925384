package dev.hearth.messaging.queues.api;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.QueueErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What names a task that moves messages: a number and the queue, in Base64.
record MoveTaskHandle(long id, Arn source) {

  static String write(long id, Arn source) {
    return Base64.getEncoder().encodeToString((id + " " + source).getBytes(StandardCharsets.UTF_8));
  }

  /// @throws ServiceException for what is no handle
  static MoveTaskHandle read(String handle) {
    try {
      var parts =
          new String(Base64.getDecoder().decode(handle), StandardCharsets.UTF_8).split(" ", 2);
      if (parts.length == 2) {
        return new MoveTaskHandle(Long.parseLong(parts[0]), queue("TaskHandle", parts[1]));
      }
    } catch (IllegalArgumentException _) {
      // refused below
    }
    throw QueueErrors.invalidParameter("Value for parameter TaskHandle is invalid.");
  }

  /// @param parameter that has the ARN
  /// @throws ServiceException for what is no queue's ARN
  static Arn queue(String parameter, String text) {
    return Arn.parse(text)
        .filter(arn -> arn.service().equals("sqs"))
        .orElseThrow(
            () ->
                QueueErrors.invalidParameter(
                    "You must use this format to specify the %s: arn:<partition>:<service>:<region>:<account-id>:<resource-id>"
                        .formatted(parameter)));
  }
}
