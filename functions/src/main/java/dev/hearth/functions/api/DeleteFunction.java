package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Changes;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionResponse;

/// Deletes a function with all its versions, or one version. Deleting a version that is not there
/// succeeds, as on AWS.
final class DeleteFunction implements Operation<DeleteFunctionRequest, DeleteFunctionResponse> {
  private final Changes changes;
  private final Permissions permissions;

  DeleteFunction(Changes changes, Permissions permissions) {
    this.changes = changes;
    this.permissions = permissions;
  }

  @Override
  public Access access(DeleteFunctionRequest input, Call call) {
    return permissions.on("lambda:DeleteFunction", call, input.functionName(), input.qualifier());
  }

  @Override
  public DeleteFunctionResponse run(DeleteFunctionRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.qualifier());
    var function = reference.unqualified();
    switch (reference.qualifier()) {
      case "" -> changes.delete(function);
      case FunctionReference.LATEST ->
          throw Refusals.invalid(
              "$LATEST version cannot be deleted without deleting the function.");
      default ->
          changes.deleteVersion(
              function,
              Catalogue.number(reference.qualifier())
                  .orElseThrow(
                      () -> Refusals.invalid("Deletion of aliases is not currently supported.")));
    }
    return DeleteFunctionResponse.builder().build();
  }
}
