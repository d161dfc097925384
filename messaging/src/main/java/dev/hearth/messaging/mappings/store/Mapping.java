package dev.hearth.messaging.mappings.store;

import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.Arn;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;

/// An event source mapping.
///
/// @param uuid its id
/// @param function as the user named it, with the qualifier where there was one; of a pipe, its
///   name in the place of a function's
/// @param source the queue or stream
/// @param settings what is configured, defaults filled in; nothing of what is in the other members
/// @param enabled what the user wants
/// @param state how far that is
/// @param reason who brought the state about
/// @param result how the last batch went; empty where sources of the kind do not tell
/// @param modified when settings or state changed
/// @param revision counts the user's changes
/// @param started whether it is known where reading begins
/// @param pipe what its user configured of the other end, where that is not a function
public record Mapping(
    String uuid,
    FunctionReference function,
    Arn source,
    EventSourceMappingConfiguration settings,
    Map<String, String> tags,
    boolean enabled,
    MappingState state,
    String reason,
    String result,
    Instant modified,
    long revision,
    boolean started,
    @Nullable DescribePipeResponse pipe) {
  /// One whose other end is a function.
  public Mapping(
      String uuid,
      FunctionReference function,
      Arn source,
      EventSourceMappingConfiguration settings,
      Map<String, String> tags,
      boolean enabled,
      MappingState state,
      String reason,
      String result,
      Instant modified,
      long revision,
      boolean started) {
    this(
        uuid, function, source, settings, tags, enabled, state, reason, result, modified, revision,
        started, null);
  }

  /// `arn:aws:lambda:region:account:event-source-mapping:uuid`.
  public Arn arn() {
    return Arn.of("lambda", function.region(), function.account(), "event-source-mapping:" + uuid);
  }

  /// The same in another state.
  public Mapping in(MappingState next, String why, Instant now) {
    return new Mapping(
        uuid, function, source, settings, tags, enabled, next, why, result, now, revision, started,
        pipe);
  }

  /// The same, and what changes without its user's settings as it is in `now`.
  public Mapping besides(Mapping now) {
    return new Mapping(
        uuid,
        function,
        source,
        settings,
        now.tags,
        enabled,
        state,
        reason,
        now.result,
        modified,
        revision,
        now.started,
        pipe);
  }

  /// The same with other tags.
  public Mapping tagged(Map<String, String> next) {
    return new Mapping(
        uuid, function, source, settings, next, enabled, state, reason, result, modified, revision,
        started, pipe);
  }
}
