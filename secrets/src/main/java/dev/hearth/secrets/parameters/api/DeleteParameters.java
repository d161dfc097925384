package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;

/// Deletes several parameters; those that there are not are told.
final class DeleteParameters
    implements Operation<DeleteParametersRequest, DeleteParametersResponse> {
  private final ParameterStore store;

  DeleteParameters(ParameterStore store) {
    this.store = store;
  }

  @Override
  public Access access(DeleteParametersRequest input, Call call) {
    var access = Access.NONE;
    for (var name : input.names()) {
      access = ParameterAccess.and(access, store, call, ParameterName.whole(name, call), Map.of());
    }
    return access;
  }

  @Override
  public DeleteParametersResponse run(DeleteParametersRequest input, Call call) {
    return store.write(
        table -> {
          var deleted = new ArrayList<String>();
          var invalid = new ArrayList<String>();
          for (var text : new LinkedHashSet<>(input.names())) {
            var name = ParameterName.whole(text, call);
            var found = table.find(call.account(), call.region(), name, call.time());
            found.ifPresent(parameter -> table.delete(parameter.id()));
            (found.isPresent() ? deleted : invalid).add(text);
          }
          return DeleteParametersResponse.builder()
              .deletedParameters(deleted)
              .invalidParameters(invalid)
              .build();
        });
  }
}
