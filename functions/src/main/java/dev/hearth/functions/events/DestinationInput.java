package dev.hearth.functions.events;

import dev.hearth.functions.DestinationCheck;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.Arn;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;

/// Reads where records of events are to go, and refuses what Lambda refuses. Source: AWS Lambda
/// Developer Guide, "Capturing records of Lambda asynchronous invocations".
final class DestinationInput {
  private static final Set<String> AFTER_SUCCESS = Set.of("lambda", "sqs", "sns", "events");
  private static final Set<String> AFTER_FAILURE = Set.of("lambda", "sqs", "sns", "events", "s3");

  private final Catalogue catalogue;
  private final DestinationCheck check;

  DestinationInput(Catalogue catalogue, DestinationCheck check) {
    this.catalogue = catalogue;
    this.check = check;
  }

  /// Both ends of one configuration; null for none.
  record Destinations(@Nullable String onSuccess, @Nullable String onFailure) {}

  /// @param function whose records they are
  Destinations read(FunctionReference function, @Nullable DestinationConfig input) {
    if (input == null) {
      return new Destinations(null, null);
    }
    var success = input.onSuccess() == null ? null : emptied(input.onSuccess().destination());
    var failure = input.onFailure() == null ? null : emptied(input.onFailure().destination());
    check(function, success, AFTER_SUCCESS, success, failure);
    check(function, failure, AFTER_FAILURE, success, failure);
    return new Destinations(success, failure);
  }

  private void check(
      FunctionReference function,
      @Nullable String destination,
      Set<String> services,
      @Nullable String success,
      @Nullable String failure) {
    if (destination == null) {
      return;
    }
    var arn =
        Arn.parse(destination)
            .filter(parsed -> services.contains(parsed.service()))
            .orElseThrow(() -> Refusals.invalid(unfit(success, failure)));
    if (destination.equals(function.functionArn())
        || destination.startsWith(function.functionArn() + ":")) {
      throw Refusals.invalid("You can't specify the function as a destination for itself.");
    }
    check.check(catalogue.get(function).settings().role(), arn);
  }

  /// An empty text means none.
  private static @Nullable String emptied(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static String unfit(@Nullable String success, @Nullable String failure) {
    return "The provided destination config DestinationConfig(onSuccess=%s, onFailure=%s) is invalid."
        .formatted(
            success == null ? null : "OnSuccess(destination=" + success + ")",
            failure == null ? null : "OnFailure(destination=" + failure + ")");
  }
}
