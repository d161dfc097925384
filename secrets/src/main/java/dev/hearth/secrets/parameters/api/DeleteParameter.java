package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;

/// Deletes a parameter with all its versions.
final class DeleteParameter implements Operation<DeleteParameterRequest, DeleteParameterResponse> {
  private final ParameterStore store;

  DeleteParameter(ParameterStore store) {
    this.store = store;
  }

  @Override
  public Access access(DeleteParameterRequest input, Call call) {
    return ParameterAccess.to(store, call, ParameterName.whole(input.name(), call));
  }

  @Override
  public DeleteParameterResponse run(DeleteParameterRequest input, Call call) {
    var parameter = store.parameter(ParameterName.whole(input.name(), call), call);
    store.write(
        table -> {
          table.delete(parameter.id());
          return parameter;
        });
    return DeleteParameterResponse.builder().build();
  }
}
