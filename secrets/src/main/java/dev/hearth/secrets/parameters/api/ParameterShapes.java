package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.Parameter;
import dev.hearth.secrets.parameters.ParameterPolicies;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.secrets.parameters.ParameterVersion;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterInlinePolicy;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.Tag;

/// Parameters as answers show them.
final class ParameterShapes {
  private ParameterShapes() {}

  static software.amazon.awssdk.services.ssm.model.Parameter value(
      Parameter parameter,
      ParameterVersion version,
      ParameterValues values,
      boolean decrypt,
      Call call) {
    return software.amazon.awssdk.services.ssm.model.Parameter.builder()
        .name(parameter.name())
        .type(version.type())
        .value(values.text(parameter.arn(), version, decrypt, call))
        .version(version.number())
        .lastModifiedDate(version.modified())
        .arn(parameter.arn().toString())
        .dataType(version.dataType())
        .build();
  }

  static ParameterMetadata metadata(Parameter parameter) {
    var version = parameter.current();
    return ParameterMetadata.builder()
        .name(parameter.name())
        .arn(parameter.arn().toString())
        .type(version.type())
        .keyId(version.keyId())
        .lastModifiedDate(version.modified())
        .lastModifiedUser(version.modifiedBy())
        .description(orNull(version.description()))
        .allowedPattern(orNull(version.allowedPattern()))
        .version(version.number())
        .tier(version.tier())
        .policies(policies(version.policies()))
        .dataType(version.dataType())
        .build();
  }

  /// @param value as asked for
  static ParameterHistory history(
      Parameter parameter, ParameterVersion version, String value, List<String> labels) {
    return ParameterHistory.builder()
        .name(parameter.name())
        .type(version.type())
        .keyId(version.keyId())
        .lastModifiedDate(version.modified())
        .lastModifiedUser(version.modifiedBy())
        .description(orNull(version.description()))
        .value(value)
        .allowedPattern(orNull(version.allowedPattern()))
        .version(version.number())
        .labels(labels)
        .tier(version.tier())
        .policies(policies(version.policies()))
        .dataType(version.dataType())
        .build();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static List<ParameterInlinePolicy> policies(ParameterPolicies policies) {
    return policies.items().stream()
        .map(
            policy ->
                ParameterInlinePolicy.builder()
                    .policyText(policy.text())
                    .policyType(policy.type())
                    .policyStatus("Pending")
                    .build())
        .toList();
  }

  static Map<String, String> tags(List<Tag> tags) {
    var map = new TreeMap<String, String>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
