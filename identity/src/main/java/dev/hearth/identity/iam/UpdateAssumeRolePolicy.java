package dev.hearth.identity.iam;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.identity.store.Entity.RoleSettings;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.PolicySize;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;

/// Changes whom a role trusts.
record UpdateAssumeRolePolicy(Iam iam)
    implements Operation<UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse> {
  @Override
  public Access access(UpdateAssumeRolePolicyRequest input, Call call) {
    return iam.on(name(), call, EntityKind.ROLE, input.roleName());
  }

  @Override
  public UpdateAssumeRolePolicyResponse run(UpdateAssumeRolePolicyRequest input, Call call) {
    Policy.parse(input.policyDocument(), PolicyKind.TRUST);
    PolicySize.checkTrust(input.policyDocument());
    return iam.write(
        call,
        tables -> {
          var role = ServiceLinkedRoles.changeable(tables.role(input.roleName()));
          tables
              .entities()
              .change(
                  role.with(
                      new RoleSettings(
                          input.policyDocument(), role.roleSettings().maxSessionSeconds())));
          return UpdateAssumeRolePolicyResponse.builder().build();
        });
  }
}
