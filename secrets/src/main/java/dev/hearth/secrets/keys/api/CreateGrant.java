package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.keys.Grant;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.wire.Call;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;

/// Lets somebody use a key, beside its policy, from the answer on.
final class CreateGrant extends KeyOperation<CreateGrantRequest, CreateGrantResponse> {
  private static final int MOST =
      1000; // AWS has 50 000; each is a statement of the key's policy here

  CreateGrant(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(CreateGrantRequest input) {
    return input.keyId();
  }

  @Override
  Map<String, List<String>> conditions(CreateGrantRequest input) {
    Map<String, List<String>> conditions = new HashMap<>();
    conditions.put("kms:GrantOperations", input.operationsAsStrings());
    conditions.put("kms:GranteePrincipal", List.of(input.granteePrincipal()));
    conditions.put("kms:GrantIsForAWSResource", List.of("false"));
    if (input.retiringPrincipal() != null) {
      conditions.put("kms:RetiringPrincipal", List.of(input.retiringPrincipal()));
    }
    return conditions;
  }

  @Override
  public CreateGrantResponse run(CreateGrantRequest input, Call call) {
    var key = Kms.staying(key(input, call));
    Kms.dryRun(input.dryRun());
    var wanted = grant(input, key, call);
    var grant =
        kms.store()
            .change(
                key,
                tables -> {
                  var all = tables.grants().all(key.id());
                  // A name makes a repeated request the same grant.
                  var same =
                      all.stream()
                          .filter(old -> !old.name().isEmpty() && old.sameAs(wanted))
                          .findFirst();
                  if (same.isPresent()) {
                    return same.get();
                  }
                  if (all.size() >= MOST) {
                    throw KmsErrors.limit("A key has at most 1000 grants.");
                  }
                  tables.grants().insert(wanted);
                  return wanted;
                });
    return CreateGrantResponse.builder().grantId(grant.id()).grantToken(grant.token()).build();
  }

  private Grant grant(CreateGrantRequest input, KmsKey key, Call call) {
    checkPrincipal(input.granteePrincipal());
    if (input.retiringPrincipal() != null) {
      checkPrincipal(input.retiringPrincipal());
    }
    var constraints = input.constraints();
    Map<String, String> equal =
        constraints == null ? Map.of() : constraints.encryptionContextEquals();
    Map<String, String> subset =
        constraints == null ? Map.of() : constraints.encryptionContextSubset();
    return new Grant(
        HexFormat.of().formatHex(kms.ring().randomBytes(32).bytes()),
        key.id(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(kms.ring().randomBytes(48).bytes()),
        Objects.requireNonNullElse(input.name(), ""),
        input.granteePrincipal(),
        Objects.requireNonNullElse(input.retiringPrincipal(), ""),
        "arn:aws:iam::" + call.account() + ":root",
        input.operationsAsStrings().stream().distinct().sorted().toList(),
        Map.copyOf(equal),
        Map.copyOf(subset),
        call.time());
  }

  private static void checkPrincipal(String principal) {
    if (!principal.endsWith(".amazonaws.com")
        && Arn.parse(principal)
            .filter(arn -> arn.service().equals("iam") || arn.service().equals("sts"))
            .isEmpty()) {
      throw new ServiceException("InvalidArnException", 400, "ARN is invalid: " + principal);
    }
  }
}
