package dev.hearth.compatibility;

import dev.hearth.wire.model.IndexFile;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.validation.Validator;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/// Makes the smallest input of any operation that its model takes: what is required, and nothing
/// else but what `also` names. Texts are the first word of an enum, or `values` has them by the
/// member's name, alone or after its service's or its shape's (`sns.ResourceArn`,
/// `AddPermissionRequest.Action`); else they are `coverage`.
final class SmallestInputs {
  private static final String OTHERWISE = "coverage";

  private final Map<String, String> values;
  private final Map<String, Set<String>> also;
  private final Map<String, Rules> rules = new HashMap<>();

  /// What a service's model says of members, by shape and member.
  ///
  /// @param required those without which an input is refused
  /// @param words the first of each that is an enum's
  private record Rules(Set<String> required, Map<String, String> words) {}

  /// @param also members that are not required by the model, by operation or structure:
  ///   `sns.Publish`, `kms.Tag`
  SmallestInputs(Map<String, String> values, Map<String, Set<String>> also) {
    this.values = values;
    this.also = also;
  }

  /// @throws dev.hearth.kernel.ServiceException where `values` lacks one that the model would take
  SdkPojo of(OperationModel operation) {
    var service = operation.service().name();
    var builder = operation.newInput();
    fill(builder, service, also.getOrDefault(service + "." + operation.name(), Set.of()));
    var input = (SdkPojo) ((Buildable) builder).build();
    Validator.validate(operation, input);
    return input;
  }

  private void fill(SdkPojo builder, String service, Set<String> wanted) {
    for (var field : builder.sdkFields()) {
      boolean required =
          rules(service).required().contains(shape(builder) + "." + field.memberName())
              || field.location() == MarshallLocation.PATH
              || field.location() == MarshallLocation.GREEDY_PATH
              || wanted.contains(field.memberName());
      if (required) {
        field.set(builder, value(builder, field, service));
      }
    }
  }

  private Object value(SdkPojo owner, SdkField<?> field, String service) {
    if (field.marshallingType().getKnownType() == MarshallingKnownType.SDK_POJO) {
      var inner = field.constructor().get();
      fill(inner, service, also.getOrDefault(service + "." + shape(inner), Set.of()));
      return ((Buildable) inner).build();
    }
    return switch (Objects.requireNonNull(field.marshallingType().getKnownType())) {
      case STRING -> text(owner, field, service);
      case INTEGER -> 1;
      case LONG -> 1L;
      case BOOLEAN -> false;
      case INSTANT -> Instant.EPOCH;
      case SDK_BYTES -> SdkBytes.fromUtf8String(OTHERWISE);
      case LIST -> {
        var element = Objects.requireNonNull(field.getTrait(ListTrait.class)).memberFieldInfo();
        var named = named(owner, field, service);
        yield List.of(named != null ? named : value(owner, element, service));
      }
      case MAP -> Map.of(OTHERWISE, OTHERWISE);
      default -> throw new IllegalArgumentException("no value for " + field.memberName());
    };
  }

  private String text(SdkPojo owner, SdkField<?> field, String service) {
    var named = named(owner, field, service);
    return named != null
        ? named
        : rules(service).words().getOrDefault(shape(owner) + "." + field.memberName(), OTHERWISE);
  }

  private @Nullable String named(SdkPojo owner, SdkField<?> field, String service) {
    var member = String.valueOf(field.memberName());
    return Stream.of(shape(owner) + "." + member, service + "." + member, member)
        .map(values::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String shape(SdkPojo builder) {
    return Objects.requireNonNull(builder.getClass().getEnclosingClass()).getSimpleName();
  }

  private Rules rules(String service) {
    return rules.computeIfAbsent(service, SmallestInputs::read);
  }

  private static Rules read(String service) {
    var words = new HashMap<String, String>();
    var lines = IndexFile.lines(service + ".constraints");
    for (var columns : lines) {
      if (columns[0].equals("type") && !columns[5].equals("-")) {
        words.put(columns[1], columns[5].split("\\|", 2)[0]);
      }
    }
    var required = new HashSet<String>();
    var first = new HashMap<String, String>();
    for (var columns : lines) {
      for (int i = 2; columns[0].equals("structure") && i + 2 < columns.length; i += 3) {
        var member = columns[1] + "." + columns[i];
        if (columns[i + 1].equals("!")) {
          required.add(member);
        }
        var word = words.get(columns[i + 2]);
        if (word != null) {
          first.put(member, word);
        }
      }
    }
    return new Rules(required, first);
  }
}
