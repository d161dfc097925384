package dev.hearth.identity.sts;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.IamStore;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;

/// What narrows a new session: at most one document and ten managed policies of the account.
///
/// @param texts documents, and ARNs of managed policies
record SessionPolicies(List<String> texts) {
  private static final int MOST_CHARS = 2_048;
  private static final int MOST_ARNS = 10;

  /// @throws ServiceException `MalformedPolicyDocument`, `NoSuchEntity`, `PackedPolicyTooLarge`, or
  ///   `ValidationError` beyond ten ARNs
  static SessionPolicies of(
      IamStore store,
      AccountId account,
      @Nullable String document,
      List<PolicyDescriptorType> managed) {
    var arns = managed.stream().map(PolicyDescriptorType::arn).toList();
    if (arns.size() > MOST_ARNS) {
      throw IamError.validation("The number of PolicyArns exceeds the limit of " + MOST_ARNS + ".");
    }
    var texts = new ArrayList<String>();
    if (document != null) {
      Policy.parse(document, PolicyKind.IDENTITY);
      texts.add(document);
    }
    store.read(
        account,
        iam -> {
          arns.forEach(iam.managedPolicies()::require);
          return true;
        });
    texts.addAll(arns);
    var policies = new SessionPolicies(List.copyOf(texts));
    if (policies.chars() > MOST_CHARS) {
      throw new ServiceException(
          "PackedPolicyTooLarge",
          400,
          "The session policies have %d characters (limit: %d)."
              .formatted(policies.chars(), MOST_CHARS));
    }
    return policies;
  }

  /// How much of the allowed space is taken; null where there are none.
  @Nullable Integer packedPercent() {
    return texts.isEmpty() ? null : chars() * 100 / MOST_CHARS;
  }

  private int chars() {
    return texts.stream().mapToInt(String::length).sum();
  }
}
