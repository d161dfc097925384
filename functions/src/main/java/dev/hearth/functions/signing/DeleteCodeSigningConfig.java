package dev.hearth.functions.signing;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.DeleteCodeSigningConfigRequest;
import software.amazon.awssdk.services.lambda.model.DeleteCodeSigningConfigResponse;

/// Deletes a code signing configuration that no function has.
final class DeleteCodeSigningConfig
    implements Operation<DeleteCodeSigningConfigRequest, DeleteCodeSigningConfigResponse> {
  private final FunctionStore store;

  DeleteCodeSigningConfig(FunctionStore store) {
    this.store = store;
  }

  @Override
  public Access access(DeleteCodeSigningConfigRequest input, Call call) {
    return Access.to("lambda:DeleteCodeSigningConfig", input.codeSigningConfigArn());
  }

  @Override
  public DeleteCodeSigningConfigResponse run(DeleteCodeSigningConfigRequest input, Call call) {
    var reference = ConfigReference.parse(input.codeSigningConfigArn());
    store.write(
        tables -> {
          var signing = new SigningTables(tables.sql());
          if (signing.find(reference).isEmpty()) {
            throw reference.notFound("ResourceNotFoundException");
          }
          if (!signing.functions(reference, "", 1).isEmpty()) {
            throw Refusals.conflict(
                "The code signing configuration cannot be deleted because it is attached to a"
                    + " function.");
          }
          signing.delete(reference);
          return null;
        });
    return DeleteCodeSigningConfigResponse.builder().build();
  }
}
