package dev.hearth.functions.layers;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.policies.PolicyDocument;
import dev.hearth.functions.policies.PolicyPrincipal;
import dev.hearth.functions.policies.PolicyStatement;
import dev.hearth.functions.policies.PolicyStatement.Condition;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddLayerVersionPermissionResponse;

/// Lets another account, an organisation, or everybody use a version of a layer.
final class AddLayerVersionPermission
    implements Operation<AddLayerVersionPermissionRequest, AddLayerVersionPermissionResponse> {
  private final Database database;
  private final Revisions revisions;

  AddLayerVersionPermission(Database database, Revisions revisions) {
    this.database = database;
    this.revisions = revisions;
  }

  @Override
  public Access access(AddLayerVersionPermissionRequest input, Call call) {
    return Access.to("lambda:AddLayerVersionPermission", name(input, call).arn());
  }

  @Override
  public AddLayerVersionPermissionResponse run(AddLayerVersionPermissionRequest input, Call call) {
    LayerRefusals.checkNumber(input.versionNumber());
    if (input.organizationId() != null && !input.principal().equals("*")) {
      throw Refusals.invalid("OrganizationId is only supported with the principal *.");
    }
    var name = name(input, call);
    var statement =
        new PolicyStatement(
            input.statementId(),
            PolicyPrincipal.parse(input.principal()),
            input.action(),
            name.arn(),
            input.organizationId() == null
                ? List.of()
                : List.of(
                    new Condition("StringEquals", "aws:PrincipalOrgID", input.organizationId())));
    var revision = revisions.next();
    database.write(
        sql -> {
          if (new LayerTables(sql).find(name).isEmpty()) {
            throw LayerRefusals.notFound();
          }
          var table = new LayerPolicyTable(sql);
          var current = table.find(name);
          LayerRefusals.checkRevision(input.revisionId(), current);
          var document = current.map(LayerPolicies.Stored::document).orElse(PolicyDocument.EMPTY);
          table.put(name, new LayerPolicies.Stored(revision, document.with(statement)));
          return revision;
        });
    return AddLayerVersionPermissionResponse.builder()
        .statement(statement.json().toString())
        .revisionId(revision)
        .build();
  }

  private static LayerName.Version name(AddLayerVersionPermissionRequest input, Call call) {
    return LayerName.of(call, input.layerName()).version(input.versionNumber());
  }
}
