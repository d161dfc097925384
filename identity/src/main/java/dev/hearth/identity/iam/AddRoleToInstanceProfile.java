package dev.hearth.identity.iam;

import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.AddRoleToInstanceProfileResponse;

/// Puts a role into an instance profile; the caller must be allowed to pass it.
record AddRoleToInstanceProfile(Iam iam)
    implements Operation<AddRoleToInstanceProfileRequest, AddRoleToInstanceProfileResponse> {
  @Override
  public Access access(AddRoleToInstanceProfileRequest input, Call call) {
    return iam.on(name(), call, EntityKind.INSTANCE_PROFILE, input.instanceProfileName())
        .and(
            "iam:PassRole",
            iam.roleArn(call, input.roleName()),
            Map.of("iam:PassedToService", List.of("ec2.amazonaws.com")));
  }

  @Override
  public AddRoleToInstanceProfileResponse run(AddRoleToInstanceProfileRequest input, Call call) {
    return iam.write(
        call,
        tables -> {
          tables
              .memberships()
              .add(
                  tables.instanceProfile(input.instanceProfileName()),
                  tables.role(input.roleName()));
          return AddRoleToInstanceProfileResponse.builder().build();
        });
  }
}
