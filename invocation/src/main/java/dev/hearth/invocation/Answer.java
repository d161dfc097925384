package dev.hearth.invocation;

import dev.hearth.kernel.Payload;
import org.jspecify.annotations.Nullable;

/// What an invocation came to, as Lambda's API tells it.
///
/// @param payload the function's response, or the error document
/// @param functionError `Unhandled` when the function failed, else null
/// @param executedVersion the version that ran
/// @param logTail the last 4 KiB of the run's log
public record Answer(
    Payload payload, @Nullable String functionError, String executedVersion, Payload logTail) {}
