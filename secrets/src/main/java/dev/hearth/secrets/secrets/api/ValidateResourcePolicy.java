package dev.hearth.secrets.secrets.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.secrets.SecretStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.ValidateResourcePolicyResponse;
import software.amazon.awssdk.services.secretsmanager.model.ValidationErrorsEntry;

/// Tells whether a policy could be put.
final class ValidateResourcePolicy
    implements Operation<ValidateResourcePolicyRequest, ValidateResourcePolicyResponse> {
  private final SecretStore store;

  ValidateResourcePolicy(SecretStore store) {
    this.store = store;
  }

  @Override
  public Access access(ValidateResourcePolicyRequest input, Call call) {
    return input.secretId() == null
        ? Access.to("secretsmanager:ValidateResourcePolicy", "*")
        : SecretAccess.to(store, call, input.secretId(), Map.of());
  }

  @Override
  public ValidateResourcePolicyResponse run(ValidateResourcePolicyRequest input, Call call) {
    try {
      SecretInput.policy(input.resourcePolicy());
      return ValidateResourcePolicyResponse.builder().policyValidationPassed(true).build();
    } catch (ServiceException e) {
      return ValidateResourcePolicyResponse.builder()
          .policyValidationPassed(false)
          .validationErrors(
              ValidationErrorsEntry.builder()
                  .checkName("SYNTAX")
                  .errorMessage(e.getMessage())
                  .build())
          .build();
    }
  }
}
