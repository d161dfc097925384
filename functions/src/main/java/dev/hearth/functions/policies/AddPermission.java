package dev.hearth.functions.policies;

import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.policies.PolicyStatement.Condition;
import dev.hearth.functions.policies.PolicyTable.StoredPolicy;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;

/// Lets a service, an account, a user or role, or everybody use a function, a version or an alias.
final class AddPermission implements Operation<AddPermissionRequest, AddPermissionResponse> {
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String INVOKE_URL = "lambda:InvokeFunctionUrl";

  private final FunctionStore store;
  private final FunctionPolicies policies;
  private final Revisions revisions;
  private final Permissions permissions;

  AddPermission(
      FunctionStore store,
      FunctionPolicies policies,
      Revisions revisions,
      Permissions permissions) {
    this.store = store;
    this.policies = policies;
    this.revisions = revisions;
    this.permissions = permissions;
  }

  @Override
  public Access access(AddPermissionRequest input, Call call) {
    var conditions = new HashMap<String, List<String>>();
    conditions.put("lambda:Principal", List.of(input.principal()));
    if (input.functionUrlAuthTypeAsString() != null) {
      conditions.put("lambda:FunctionUrlAuthType", List.of(input.functionUrlAuthTypeAsString()));
    }
    var owner = PolicyOwner.of(call, input.functionName(), input.qualifier());
    return permissions.on("lambda:AddPermission", owner, conditions);
  }

  @Override
  public AddPermissionResponse run(AddPermissionRequest input, Call call) {
    var owner = PolicyOwner.of(call, input.functionName(), input.qualifier());
    var statement =
        new PolicyStatement(
            input.statementId(),
            PolicyPrincipal.parse(input.principal()),
            input.action(),
            owner.arn(),
            conditions(input));
    var revision = revisions.next();
    store.write(
        tables -> {
          PolicyOwner.check(tables, owner);
          var table = new PolicyTable(tables.sql());
          var current = table.find(owner);
          PolicyOwner.checkRevision(
              input.revisionId(), current.map(StoredPolicy::revision).orElse(null));
          var document = current.map(StoredPolicy::document).orElse(PolicyDocument.EMPTY);
          table.put(owner, new StoredPolicy(revision, document.with(statement)));
          return null;
        });
    policies.forget(owner);
    return AddPermissionResponse.builder().statement(statement.json().toString()).build();
  }

  private static List<Condition> conditions(AddPermissionRequest input) {
    var conditions = new ArrayList<Condition>();
    if (input.sourceAccount() != null) {
      conditions.add(new Condition("StringEquals", "AWS:SourceAccount", input.sourceAccount()));
    }
    if (input.principalOrgID() != null) {
      conditions.add(new Condition("StringEquals", "aws:PrincipalOrgID", input.principalOrgID()));
    }
    if (input.eventSourceToken() != null) {
      conditions.add(
          new Condition("StringEquals", "lambda:EventSourceToken", input.eventSourceToken()));
    }
    var authType = input.functionUrlAuthTypeAsString();
    if (authType != null) {
      refuseUnless(input, INVOKE_URL, "FunctionUrlAuthType");
      conditions.add(new Condition("StringEquals", "lambda:FunctionUrlAuthType", authType));
    }
    if (Boolean.TRUE.equals(input.invokedViaFunctionUrl())) {
      refuseUnless(input, INVOKE, "InvokedViaFunctionUrl");
      conditions.add(new Condition("Bool", "lambda:InvokedViaFunctionUrl", "true"));
    }
    if (input.sourceArn() != null) {
      conditions.add(new Condition("ArnLike", "AWS:SourceArn", input.sourceArn()));
    }
    return conditions;
  }

  private static void refuseUnless(AddPermissionRequest input, String action, String member) {
    if (!input.action().equals(action)) {
      throw Refusals.invalid(member + " is only supported for " + action + " action");
    }
  }
}
