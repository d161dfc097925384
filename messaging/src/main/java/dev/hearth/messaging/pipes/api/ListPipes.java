package dev.hearth.messaging.pipes.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.messaging.mappings.store.Mapping;
import dev.hearth.messaging.pipes.PipeRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.pipes.model.ListPipesRequest;
import software.amazon.awssdk.services.pipes.model.ListPipesResponse;
import software.amazon.awssdk.services.pipes.model.Pipe;

/// Pipes by name; a page may have fewer than its limit where others do not fit the request.
final class ListPipes implements Operation<ListPipesRequest, ListPipesResponse> {
  private static final int LONGEST_PAGE = 100;

  private final Pipes pipes;

  ListPipes(Pipes pipes) {
    this.pipes = pipes;
  }

  @Override
  public Access access(ListPipesRequest input, Call call) {
    return Access.to("pipes:ListPipes", "*");
  }

  @Override
  public ListPipesResponse run(ListPipesRequest input, Call call) {
    int limit = input.limit() == null ? LONGEST_PAGE : Math.clamp(input.limit(), 1, LONGEST_PAGE);
    var after = after(input.nextToken());
    var found =
        pipes.store().read(tables -> tables.pipes(call.account(), call.region(), after, limit + 1));
    var page = found.subList(0, Math.min(limit, found.size()));
    return ListPipesResponse.builder()
        .pipes(page.stream().filter(each -> fits(each, input)).map(ListPipes::show).toList())
        .nextToken(
            found.size() > limit
                ? Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(page.getLast().function().name().getBytes(UTF_8))
                : null)
        .build();
  }

  private static String after(@Nullable String token) {
    try {
      return token == null ? "" : new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException _) {
      throw PipeRefusals.invalid("Invalid NextToken token provided.");
    }
  }

  private static boolean fits(Mapping mapping, ListPipesRequest input) {
    var model = Pipes.model(mapping);
    return begins(model.name(), input.namePrefix())
        && begins(model.source(), input.sourcePrefix())
        && begins(model.target(), input.targetPrefix())
        && (input.desiredStateAsString() == null
            || input.desiredStateAsString().equals(Pipes.desired(mapping)))
        && (input.currentState() == null || input.currentState() == Pipes.state(mapping));
  }

  private static boolean begins(String text, @Nullable String prefix) {
    return prefix == null || text.startsWith(prefix);
  }

  private static Pipe show(Mapping mapping) {
    var model = Pipes.model(mapping);
    return Pipe.builder()
        .name(model.name())
        .arn(model.arn())
        .desiredState(Pipes.desired(mapping))
        .currentState(Pipes.state(mapping))
        .stateReason(Pipes.reason(mapping))
        .creationTime(model.creationTime())
        .lastModifiedTime(mapping.modified())
        .source(model.source())
        .target(model.target())
        .enrichment(model.enrichment())
        .build();
  }
}
