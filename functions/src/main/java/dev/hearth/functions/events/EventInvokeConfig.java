package dev.hearth.functions.events;

import dev.hearth.functions.FunctionReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/// What a user configured; null where Lambda's default holds.
///
/// @param function with `$LATEST`, a version's number or an alias as its qualifier
/// @param retryAttempts 0 to 2
/// @param eventAgeSeconds 60 to 21 600
/// @param onSuccess an ARN
/// @param onFailure an ARN
record EventInvokeConfig(
    FunctionReference function,
    @Nullable Integer retryAttempts,
    @Nullable Integer eventAgeSeconds,
    @Nullable String onSuccess,
    @Nullable String onFailure,
    Instant lastModified) {

  /// As Lambda shows it. The four operations that answer one have shapes of their own with the same
  /// members.
  FunctionEventInvokeConfig show() {
    return FunctionEventInvokeConfig.builder()
        .functionArn(function.arn())
        .lastModified(lastModified)
        .maximumRetryAttempts(retryAttempts)
        .maximumEventAgeInSeconds(eventAgeSeconds)
        .destinationConfig(
            DestinationConfig.builder()
                .onSuccess(success -> success.destination(onSuccess))
                .onFailure(failure -> failure.destination(onFailure))
                .build())
        .build();
  }
}
