package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Objects;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionRequest;
import software.amazon.awssdk.services.ssm.model.LabelParameterVersionResponse;

/// Attaches labels to a version; those that another has move.
final class LabelParameterVersion
    implements Operation<LabelParameterVersionRequest, LabelParameterVersionResponse> {
  private static final int MOST = 10;

  private final ParameterStore store;

  LabelParameterVersion(ParameterStore store) {
    this.store = store;
  }

  @Override
  public Access access(LabelParameterVersionRequest input, Call call) {
    return ParameterAccess.to(store, call, ParameterName.whole(input.name(), call));
  }

  @Override
  public LabelParameterVersionResponse run(LabelParameterVersionRequest input, Call call) {
    var parameter = store.parameter(ParameterName.whole(input.name(), call), call);
    long number =
        Objects.requireNonNullElse(input.parameterVersion(), parameter.current().number());
    return store.write(
        table -> {
          if (table.version(parameter.id(), number).isEmpty()) {
            throw ParameterRefusals.versionNotFound(parameter.name(), number);
          }
          var invalid = new ArrayList<String>();
          for (var label : input.labels()) {
            if (isValid(label)) {
              table.label(parameter.id(), label, number);
            } else {
              invalid.add(label);
            }
          }
          long attached =
              table.labels(parameter.id()).values().stream().filter(n -> n == number).count();
          if (attached > MOST) {
            throw ParameterRefusals.of(
                "ParameterVersionLabelLimitExceeded",
                "A parameter version can have maximum 10 labels. Move one or more labels to another"
                    + " version and try again.");
          }
          return LabelParameterVersionResponse.builder()
              .invalidLabels(invalid)
              .parameterVersion(number)
              .build();
        });
  }

  /// Source: Systems Manager User Guide, "Working with parameter labels".
  private static boolean isValid(String label) {
    var lower = label.toLowerCase(Locale.ROOT);
    return label.matches("[a-zA-Z_.-][a-zA-Z0-9_.-]{0,99}")
        && !lower.startsWith("aws")
        && !lower.startsWith("ssm");
  }
}
