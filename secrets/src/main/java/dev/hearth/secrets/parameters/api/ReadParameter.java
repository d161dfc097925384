package dev.hearth.secrets.parameters.api;

import dev.hearth.kernel.Arn;
import dev.hearth.secrets.parameters.Parameter;
import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterName.Selected;
import dev.hearth.secrets.parameters.ParameterRefusals;
import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.secrets.parameters.ParameterVersion;
import dev.hearth.secrets.secrets.api.SecretReference;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a parameter, or the secret that it stands for.
///
/// @param secrets what `/aws/reference/secretsmanager/` leads to
record ReadParameter(ParameterStore store, ParameterValues values, SecretReference secrets) {
  Access access(List<String> names, Call call) {
    var access = Access.NONE;
    for (var name : names) {
      var selected = ParameterName.selected(name, call);
      access = ParameterAccess.and(access, store, call, selected.name(), Map.of());
    }
    return access;
  }

  /// @throws dev.hearth.kernel.ServiceException `ParameterNotFound`, `ParameterVersionNotFound`
  software.amazon.awssdk.services.ssm.model.Parameter read(
      String text, boolean decrypt, Call call) {
    var selected = ParameterName.selected(text, call);
    if (selected.name().isSecret()) {
      return secret(selected, decrypt, call);
    }
    var parameter = store.parameter(selected.name(), call);
    var version = version(parameter, selected);
    var shape = ParameterShapes.value(parameter, version, values, decrypt, call);
    return selected.selector() == null ? shape : shape.copy(s -> s.selector(selector(selected)));
  }

  private static String selector(Selected selected) {
    return ":" + selected.selector();
  }

  private ParameterVersion version(Parameter parameter, Selected selected) {
    var selector = selected.selector();
    if (selector == null) {
      return parameter.current();
    }
    return store
        .read(
            table -> {
              var number =
                  selector.matches("[0-9]{1,18}")
                      ? Long.valueOf(selector)
                      : table.labels(parameter.id()).get(selector);
              return number == null
                  ? Optional.<ParameterVersion>empty()
                  : table.version(parameter.id(), number);
            })
        .orElseThrow(() -> ParameterRefusals.versionNotFound(parameter.name(), selector));
  }

  private software.amazon.awssdk.services.ssm.model.Parameter secret(
      Selected selected, boolean decrypt, Call call) {
    if (!decrypt) {
      throw ParameterRefusals.validation(
          "WithDecryption flag must be True for retrieving a Secret Manager secret.");
    }
    var name = selected.name().name();
    var id = name.substring(ParameterName.SECRETS.length());
    var secret =
        secrets
            .read(id, selected.selector(), call)
            .orElseThrow(() -> ParameterRefusals.notFound(name));
    var arn = Arn.of("ssm", call.region(), call.account(), "parameter" + name);
    return software.amazon.awssdk.services.ssm.model.Parameter.builder()
        .name(name)
        .type(ParameterVersion.SECURE)
        .value(secret.text())
        .version(0L)
        .selector(selected.selector() == null ? null : selector(selected))
        .sourceResult(secret.json())
        .lastModifiedDate(secret.created())
        .arn(arn.toString())
        .dataType("text")
        .build();
  }
}
