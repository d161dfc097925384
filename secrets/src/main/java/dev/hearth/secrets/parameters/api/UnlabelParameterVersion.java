package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.UnlabelParameterVersionResponse;

/// Takes labels from a version.
final class UnlabelParameterVersion
    implements Operation<UnlabelParameterVersionRequest, UnlabelParameterVersionResponse> {
  private final ParameterStore store;

  UnlabelParameterVersion(ParameterStore store) {
    this.store = store;
  }

  @Override
  public Access access(UnlabelParameterVersionRequest input, Call call) {
    return ParameterAccess.to(store, call, ParameterName.whole(input.name(), call));
  }

  @Override
  public UnlabelParameterVersionResponse run(UnlabelParameterVersionRequest input, Call call) {
    var parameter = store.parameter(ParameterName.whole(input.name(), call), call);
    return store.write(
        table -> {
          if (table.version(parameter.id(), input.parameterVersion()).isEmpty()) {
            throw ParameterRefusals.versionNotFound(parameter.name(), input.parameterVersion());
          }
          var labels = table.labels(parameter.id());
          var removed = new ArrayList<String>();
          var invalid = new ArrayList<String>();
          for (var label : input.labels()) {
            if (input.parameterVersion().equals(labels.get(label))) {
              table.unlabel(parameter.id(), label);
              removed.add(label);
            } else {
              invalid.add(label);
            }
          }
          return UnlabelParameterVersionResponse.builder()
              .removedLabels(removed)
              .invalidLabels(invalid)
              .build();
        });
  }
}
