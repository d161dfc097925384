package dev.hearth.functions.layers;

import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetLayerVersionPolicyResponse;

/// The policy of a version of a layer.
final class GetLayerVersionPolicy
    implements Operation<GetLayerVersionPolicyRequest, GetLayerVersionPolicyResponse> {
  private final Database database;

  GetLayerVersionPolicy(Database database) {
    this.database = database;
  }

  @Override
  public Access access(GetLayerVersionPolicyRequest input, Call call) {
    return Access.to("lambda:GetLayerVersionPolicy", name(input, call).arn());
  }

  @Override
  public GetLayerVersionPolicyResponse run(GetLayerVersionPolicyRequest input, Call call) {
    LayerRefusals.checkNumber(input.versionNumber());
    var name = name(input, call);
    var policy =
        database
            .read(sql -> new LayerPolicyTable(sql).find(name))
            .orElseThrow(LayerRefusals::noPolicy);
    return GetLayerVersionPolicyResponse.builder()
        .policy(policy.document().json())
        .revisionId(policy.revision())
        .build();
  }

  private static LayerName.Version name(GetLayerVersionPolicyRequest input, Call call) {
    return LayerName.of(call, input.layerName()).version(input.versionNumber());
  }
}
