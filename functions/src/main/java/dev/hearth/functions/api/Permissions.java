package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.VpcConfig;

/// What operations on functions need, as the Service Authorization Reference has it for Lambda.
public final class Permissions {
  private static final String LAMBDA = "lambda.amazonaws.com";

  private final FunctionStore store;

  Permissions(FunctionStore store) {
    this.store = store;
  }

  /// `action` on the function or version that a request names, which has its tags.
  public Access on(String action, Call call, String functionName, @Nullable String qualifier) {
    return on(action, FunctionReference.of(call, functionName, qualifier), Map.of());
  }

  /// As above, with condition keys of the request.
  public Access on(
      String action, FunctionReference function, Map<String, List<String>> conditions) {
    var all = new HashMap<>(conditions);
    store
        .read(tables -> tables.function(function.unqualified()))
        .ifPresent(
            found ->
                found
                    .tags()
                    .forEach((key, value) -> all.put("aws:ResourceTag/" + key, List.of(value))));
    return new Access(List.of(new Access.Need(action, function.arn(), Map.copyOf(all))));
  }

  /// The condition keys of tags that a request brings.
  public static Map<String, List<String>> requestTags(Map<String, String> tags) {
    var conditions = new HashMap<>(tagKeys(tags.keySet()));
    tags.forEach((key, value) -> conditions.put("aws:RequestTag/" + key, List.of(value)));
    return conditions;
  }

  /// The condition key of tags that a request names.
  public static Map<String, List<String>> tagKeys(Set<String> keys) {
    return keys.isEmpty() ? Map.of() : Map.of("aws:TagKeys", new ArrayList<>(keys));
  }

  /// The condition keys of a VPC that a request asks for.
  public static Map<String, List<String>> vpc(@Nullable VpcConfig vpc) {
    var conditions = new HashMap<String, List<String>>();
    if (vpc != null && vpc.hasSubnetIds()) {
      conditions.put("lambda:SubnetIds", vpc.subnetIds());
    }
    if (vpc != null && vpc.hasSecurityGroupIds()) {
      conditions.put("lambda:SecurityGroupIds", vpc.securityGroupIds());
    }
    return conditions;
  }

  /// These needs, and handing `role` to Lambda.
  public static Access passing(Access access, String role) {
    return access.and("iam:PassRole", role, Map.of("iam:PassedToService", List.of(LAMBDA)));
  }
}
