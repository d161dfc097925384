package dev.hearth.wire.index;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.wire.index.SdkService.SdkOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;

/// Walks the SDK's classes of inputs and outputs beside the model's shapes, each class once.
final class ModelWalk {
  /// One member of a structure.
  ///
  /// @param shape the name of the shape that the model gives it; null where the model is older
  record Member(SdkField<?> field, @Nullable String shape, boolean required) {}

  /// One structure.
  record Structure(Class<?> modelClass, List<Member> members) {}

  private final ServiceModel model;
  private final Set<Class<?>> seen = new HashSet<>();
  private final List<Structure> structures = new ArrayList<>();

  private ModelWalk(ServiceModel model) {
    this.model = model;
  }

  /// Every structure that the operation's input can hold, and the input itself.
  static List<Structure> inputs(SdkService sdk, ServiceModel model)
      throws ReflectiveOperationException {
    var walk = new ModelWalk(model);
    for (var operation : sdk.operations()) {
      walk.structure(SdkService.builder(operation.request()), shape(model, operation, "input"));
    }
    return walk.structures;
  }

  /// The same of outputs.
  static List<Structure> outputs(SdkService sdk, ServiceModel model)
      throws ReflectiveOperationException {
    var walk = new ModelWalk(model);
    for (var operation : sdk.operations()) {
      walk.structure(SdkService.builder(operation.response()), shape(model, operation, "output"));
    }
    return walk.structures;
  }

  private static @Nullable String shape(ServiceModel model, SdkOperation operation, String side) {
    return ServiceModel.target(model.operation(operation.name()).path(side));
  }

  private void structure(SdkPojo builder, @Nullable String shape) {
    var modelClass = SdkService.modelClass(builder);
    if (!seen.add(modelClass)) {
      return;
    }
    var members = new ArrayList<Member>();
    structures.add(new Structure(modelClass, members));
    var definition = model.shape(shape);
    for (var field : builder.sdkFields()) {
      var target = ServiceModel.target(definition.path("members").path(field.memberName()));
      // The SDK knows newer operations and S3, the model knows what the SDK dropped.
      boolean required =
          field.containsTrait(RequiredTrait.class)
              || holds(definition.path("required"), field.memberName());
      members.add(new Member(field, target, required));
      descend(field, target);
    }
  }

  private static boolean holds(JsonNode names, String name) {
    for (var each : names) {
      if (each.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private void descend(SdkField<?> field, @Nullable String shape) {
    var definition = model.shape(shape);
    var list = field.getTrait(ListTrait.class);
    var map = field.getTrait(MapTrait.class);
    if (list != null) {
      descend(list.memberFieldInfo(), ServiceModel.target(definition.path("member")));
    } else if (map != null) {
      descend(map.valueFieldInfo(), ServiceModel.target(definition.path("value")));
    } else if (field.constructor() != null) {
      structure(field.constructor().get(), shape);
    }
  }
}
