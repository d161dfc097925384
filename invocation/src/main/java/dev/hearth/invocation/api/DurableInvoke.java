package dev.hearth.invocation.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.invocation.Answer;
import dev.hearth.invocation.DurableFunctions;
import dev.hearth.invocation.Event;
import dev.hearth.kernel.ServiceException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/// How `Invoke` treats a durable function: it begins an execution, and waits for its end or not.
final class DurableInvoke {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

  private final DurableFunctions durable;

  DurableInvoke(DurableFunctions durable) {
    this.durable = durable;
  }

  /// Whether `version` is run by [#run], and the request fits that.
  ///
  /// @throws ServiceException `InvalidParameterValueException` where it does not
  static boolean wants(FunctionVersion version, FunctionReference reference, InvokeRequest input) {
    var name = input.durableExecutionName();
    if (version.settings().durable() == null) {
      if (name != null) {
        throw invalid("DurableExecutionName: " + version.name() + " is no durable function.");
      }
      return false;
    }
    DurableFunctions.checkQualified(reference);
    if (name != null && !NAME.matcher(name).matches()) {
      throw invalid("DurableExecutionName: %s (expected: %s)".formatted(name, NAME));
    }
    return true;
  }

  InvokeResponse run(FunctionVersion version, InvokeRequest input, Event event, boolean wait) {
    var started = durable.start(version, input.durableExecutionName(), event, wait);
    return response(started.arn(), started.answer());
  }

  private static InvokeResponse response(String arn, @Nullable Answer answer) {
    var response = InvokeResponse.builder().durableExecutionArn(arn);
    return answer == null
        ? response.statusCode(202).build()
        : response
            .statusCode(200)
            .executedVersion(answer.executedVersion())
            .functionError(answer.functionError())
            .payload(SdkBytes.fromByteArrayUnsafe(answer.payload().bytes()))
            .build();
  }

  private static ServiceException invalid(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message)
        .with("Type", "User");
  }
}
