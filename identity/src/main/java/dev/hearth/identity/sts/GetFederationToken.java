package dev.hearth.identity.sts;

import dev.hearth.identity.store.IamStore;
import dev.hearth.identity.sts.SessionIssuer.Wanted;
import dev.hearth.kernel.Arn;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/// Gives a user a temporary key for somebody whom the user vouches for: with what both the user's
/// policies and those of the session allow, and nothing where the session has none.
///
/// Source: IAM User Guide, "Permissions for GetFederationToken".
record GetFederationToken(IamStore store, SessionIssuer issuer)
    implements Operation<GetFederationTokenRequest, GetFederationTokenResponse> {
  private static final Duration DEFAULT = Duration.ofHours(12);

  /// A policy that allows nothing, which a session without policies is not: that has its user's.
  private static final String NOTHING =
      """
      {"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"*","Resource":"*"}}\
      """;

  @Override
  public Access access(GetFederationTokenRequest input, Call call) {
    var keys = new HashMap<String, List<String>>();
    for (var tag : input.tags()) {
      keys.put("aws:RequestTag/" + tag.key(), List.of(tag.value()));
    }
    if (!input.tags().isEmpty()) {
      keys.put("aws:TagKeys", input.tags().stream().map(Tag::key).toList());
    }
    var arn = arn(input, call);
    var access = Access.NONE.and("sts:GetFederationToken", arn, keys);
    return input.tags().isEmpty() ? access : access.and("sts:TagSession", arn, keys);
  }

  @Override
  public GetFederationTokenResponse run(GetFederationTokenRequest input, Call call) {
    SessionIssuer.requireUser(call);
    var policies = SessionPolicies.of(store, call.account(), input.policy(), input.policyArns());
    var tags = SessionTags.of(input.tags(), List.of(), call.caller());
    var lifetime =
        input.durationSeconds() == null ? DEFAULT : Duration.ofSeconds(input.durationSeconds());
    var issued =
        issuer.issue(
            new Wanted(
                call.account(),
                call.caller().userId(),
                input.name(),
                lifetime,
                policies.texts().isEmpty() ? List.of(NOTHING) : policies.texts(),
                tags.tags(),
                tags.transitive(),
                ""));
    return GetFederationTokenResponse.builder()
        .credentials(SessionIssuer.view(issued))
        .federatedUser(
            user ->
                user.arn(arn(input, call).toString())
                    .federatedUserId(call.account() + ":" + input.name()))
        .packedPolicySize(policies.packedPercent())
        .build();
  }

  private static Arn arn(GetFederationTokenRequest input, Call call) {
    return Arn.global("sts", call.account(), "federated-user/" + input.name());
  }
}
