package dev.hearth.identity.sts;

import dev.hearth.identity.federation.IdToken;
import dev.hearth.identity.federation.IdTokens;
import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.IamStore;
import dev.hearth.identity.sts.SessionIssuer.Wanted;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/// Gives temporary credentials of a role to whom an identity provider vouches for, and the role
/// trusts. The request bears no signature: the token is all that there is.
record AssumeRoleWithWebIdentity(
    IamStore store,
    Principals principals,
    SessionIssuer issuer,
    IdTokens tokens,
    Authorization authorization)
    implements Operation<AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse> {

  /// Nothing: who asks is not known before the token is proven.
  @Override
  public Access access(AssumeRoleWithWebIdentityRequest input, Call call) {
    return Access.NONE;
  }

  @Override
  public AssumeRoleWithWebIdentityResponse run(AssumeRoleWithWebIdentityRequest input, Call call) {
    if (input.providerId() != null) {
      throw IamError.validation(
          "ProviderId is for OAuth 2.0 access tokens, which are not taken: omit it for an ID"
              + " token.");
    }
    var account = account(input.roleArn());
    var token =
        tokens.verify(
            input.webIdentityToken(),
            name -> store.read(account, iam -> iam.oidcProviders().find(name)));
    var caller = federated(account, token);
    var tags =
        SessionTags.of(
            token.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList(),
            token.transitiveTags(),
            caller);
    authorize(input, token, caller, call);
    var role = principals.role(input.roleArn()).orElseThrow(() -> denied()).entity();
    var policies = SessionPolicies.of(store, account, input.policy(), input.policyArns());
    var issued =
        issuer.issue(
            new Wanted(
                account,
                role.id(),
                input.roleSessionName(),
                AssumeRole.lifetime(input.durationSeconds(), role, false),
                policies.texts(),
                tags.tags(),
                tags.transitive(),
                token.sourceIdentity(),
                lasting(token)));
    return answer(input, token, role)
        .credentials(SessionIssuer.view(issued))
        .packedPolicySize(policies.packedPercent())
        .build();
  }

  private static AssumeRoleWithWebIdentityResponse.Builder answer(
      AssumeRoleWithWebIdentityRequest input, IdToken token, Entity role) {
    return AssumeRoleWithWebIdentityResponse.builder()
        .assumedRoleUser(
            user ->
                user.arn(role.sessionArn(input.roleSessionName()))
                    .assumedRoleId(role.id() + ":" + input.roleSessionName()))
        .subjectFromWebIdentityToken(token.subject())
        .audience(token.client())
        .provider(token.provider().issuer())
        .sourceIdentity(token.sourceIdentity().isEmpty() ? null : token.sourceIdentity());
  }

  /// Decides by the role's trust policy, which is asked about the provider.
  private void authorize(
      AssumeRoleWithWebIdentityRequest input, IdToken token, Caller caller, Call call) {
    var keys = conditions(input, token);
    var access = Access.NONE.and("sts:AssumeRoleWithWebIdentity", input.roleArn(), keys);
    if (!token.tags().isEmpty()) {
      access = access.and("sts:TagSession", input.roleArn(), keys);
    }
    if (!token.sourceIdentity().isEmpty()) {
      access = access.and("sts:SetSourceIdentity", input.roleArn(), keys);
    }
    try {
      authorization.check(access, as(caller, call));
    } catch (ServiceException e) {
      throw e.code().equals("AccessDenied") ? denied() : e;
    }
  }

  private static Map<String, List<String>> conditions(
      AssumeRoleWithWebIdentityRequest input, IdToken token) {
    var keys = new HashMap<>(token.conditions());
    keys.put("aws:FederatedProvider", List.of(token.provider().entity().arn()));
    keys.put("sts:RoleSessionName", List.of(input.roleSessionName()));
    if (!token.sourceIdentity().isEmpty()) {
      keys.put("sts:SourceIdentity", List.of(token.sourceIdentity()));
    }
    if (!token.transitiveTags().isEmpty()) {
      keys.put("sts:TransitiveTagKeys", token.transitiveTags());
    }
    token.tags().forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    if (!token.tags().isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(token.tags().keySet()));
    }
    return keys;
  }

  /// What policies can ask about whoever uses the session later.
  private static Map<String, String> lasting(IdToken token) {
    var provider = token.provider();
    return Map.of(
        "aws:FederatedProvider",
        provider.entity().arn(),
        IdToken.key(provider, "sub"),
        token.subject(),
        IdToken.key(provider, "aud"),
        token.client());
  }

  private static Caller federated(AccountId account, IdToken token) {
    return new Caller(
        account,
        token.provider().entity().arn(),
        token.provider().issuer() + ":" + token.client() + ":" + token.subject(),
        null,
        Map.of());
  }

  private static Call as(Caller caller, Call call) {
    return new Call(
        call.requestId(),
        call.service(),
        call.operation(),
        call.region(),
        caller,
        call.endpoint(),
        call.sourceAddress(),
        call.userAgent(),
        call.time(),
        call.traceId());
  }

  private static AccountId account(String roleArn) {
    return Arn.parse(roleArn)
        .filter(arn -> arn.service().equals("iam") && arn.resource().startsWith("role/"))
        .map(Arn::account)
        .filter(AccountId::isValid)
        .map(AccountId::new)
        .orElseThrow(() -> IamError.validation("Request ARN is invalid"));
  }

  private static ServiceException denied() {
    return new ServiceException(
        "AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }
}
