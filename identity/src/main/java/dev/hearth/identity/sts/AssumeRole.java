package dev.hearth.identity.sts;

import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.IamStore;
import dev.hearth.identity.sts.SessionIssuer.Wanted;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/// Gives temporary credentials of a role to whom the role trusts.
record AssumeRole(IamStore store, Principals principals, SessionIssuer issuer)
    implements Operation<AssumeRoleRequest, AssumeRoleResponse> {
  private static final int DEFAULT_SECONDS = 3_600;
  private static final int CHAINED_SECONDS = 3_600;

  @Override
  public Access access(AssumeRoleRequest input, Call call) {
    var keys = conditions(input);
    var access = Access.NONE.and("sts:AssumeRole", input.roleArn(), keys);
    if (!input.tags().isEmpty()) {
      access = access.and("sts:TagSession", input.roleArn(), keys);
    }
    return input.sourceIdentity() == null
        ? access
        : access.and("sts:SetSourceIdentity", input.roleArn(), keys);
  }

  @Override
  public AssumeRoleResponse run(AssumeRoleRequest input, Call call) {
    var caller = call.caller();
    if (caller.arn().equals("arn:aws:iam::" + caller.account() + ":root")) {
      throw new ServiceException("AccessDenied", 403, "Roles may not be assumed by root accounts.");
    }
    SessionIssuer.refuseMfa(input.serialNumber());
    var role = principals.role(input.roleArn()).orElseThrow(() -> denied(caller, input)).entity();
    var tags = SessionTags.of(input.tags(), input.transitiveTagKeys(), caller);
    var policies = SessionPolicies.of(store, role.account(), input.policy(), input.policyArns());
    var issued =
        issuer.issue(
            new Wanted(
                role.account(),
                role.id(),
                input.roleSessionName(),
                lifetime(input.durationSeconds(), role, caller.arn().startsWith("arn:aws:sts::")),
                policies.texts(),
                tags.tags(),
                tags.transitive(),
                sourceIdentity(input.sourceIdentity(), caller)));
    return AssumeRoleResponse.builder()
        .credentials(SessionIssuer.view(issued))
        .assumedRoleUser(
            user ->
                user.arn(role.sessionArn(input.roleSessionName()))
                    .assumedRoleId(role.id() + ":" + input.roleSessionName()))
        .packedPolicySize(policies.packedPercent())
        .sourceIdentity(input.sourceIdentity())
        .build();
  }

  private static Map<String, List<String>> conditions(AssumeRoleRequest input) {
    var keys = new HashMap<String, List<String>>();
    keys.put("sts:RoleSessionName", List.of(input.roleSessionName()));
    if (input.externalId() != null) {
      keys.put("sts:ExternalId", List.of(input.externalId()));
    }
    if (input.sourceIdentity() != null) {
      keys.put("sts:SourceIdentity", List.of(input.sourceIdentity()));
    }
    if (!input.transitiveTagKeys().isEmpty()) {
      keys.put("sts:TransitiveTagKeys", input.transitiveTagKeys());
    }
    for (var tag : input.tags()) {
      keys.put("aws:RequestTag/" + tag.key(), List.of(tag.value()));
    }
    if (!input.tags().isEmpty()) {
      keys.put("aws:TagKeys", input.tags().stream().map(Tag::key).toList());
    }
    return keys;
  }

  /// How long a role's session is to be.
  ///
  /// @param chained whether a session begins it
  static Duration lifetime(@Nullable Integer seconds, Entity role, boolean chained) {
    int wanted = seconds == null ? DEFAULT_SECONDS : seconds;
    if (chained && wanted > CHAINED_SECONDS) {
      throw IamError.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    if (wanted > role.roleSettings().maxSessionSeconds()) {
      throw IamError.validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    return Duration.ofSeconds(wanted);
  }

  /// Once set it stays for all sessions that follow.
  private static String sourceIdentity(@Nullable String wanted, Caller caller) {
    var before = caller.conditions().get("aws:SourceIdentity");
    if (before != null && wanted != null && !before.equals(wanted)) {
      throw IamError.validation("The source identity of a session cannot be changed.");
    }
    return before != null ? before : wanted != null ? wanted : "";
  }

  private static ServiceException denied(Caller caller, AssumeRoleRequest input) {
    return new ServiceException(
        "AccessDenied",
        403,
        "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
            .formatted(caller.arn(), input.roleArn()));
  }
}
