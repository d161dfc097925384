package dev.hearth.wire.validation;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.model.Member;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/// Checks inputs against their model.
///
/// The words are those of AWS's own services: `1 validation error detected: Value 'x' at
/// 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
/// with the paths that they give, as `'environment.variables.A.member'`.
public final class Validator {
  /// Of a hostile input's many errors, so many are told.
  private static final int MOST_ERRORS = 20;

  /// Of a long value, so many characters are told.
  private static final int MOST_OF_VALUE = 1_000;

  private final Constraints constraints;
  private final List<String> errors = new ArrayList<>();
  private @Nullable String missing;

  private Validator(Constraints constraints) {
    this.constraints = constraints;
  }

  /// Returns when `input` is as the model of `operation` wants it.
  ///
  /// @throws ServiceException with the code that the service gives to bad input, status 400, and a
  ///   text that names every member that is wrong
  public static void validate(OperationModel operation, SdkPojo input) {
    var service = operation.service();
    var validator = new Validator(Constraints.of(service));
    validator.structure(null, Shape.of(input), input);
    if (!validator.errors.isEmpty()) {
      throw new ServiceException(service.validationCode(), 400, validator.text(service));
    }
  }

  private String text(ServiceModel service) {
    if (service.validationCode().equals("MissingParameter") && missing != null) {
      return "The request must contain the parameter " + missing + "."; // SQS's words
    }
    var detected = errors.size() == 1 ? "1 validation error" : errors.size() + " validation errors";
    return detected + " detected: " + String.join("; ", errors);
  }

  /// Where a value is; it becomes text only for an error.
  private record Path(@Nullable Path parent, String name) {
    @Override
    public String toString() {
      return parent == null ? name : parent + "." + name;
    }
  }

  private void structure(@Nullable Path path, Shape shape, SdkPojo pojo) {
    var rules = constraints.of(shape.name());
    for (var member : shape.members()) {
      var value = member.get(pojo);
      var rule = rules.get(member.modelName());
      if (value == null) {
        if (rule != null && rule.required()) {
          missing = missing == null ? member.modelName() : missing;
          add("Value null at '%s'", at(path, member), "Member must not be null");
        }
      } else {
        if (rule != null && rule.constraint() != null) {
          constrained(path, member, rule.constraint(), value);
        }
        descend(path, member, value);
      }
    }
  }

  private void constrained(
      @Nullable Path path, Member member, Constraint constraint, Object value) {
    for (var violation : constraint.violations(value)) {
      boolean secret = constraint.sensitive() || value instanceof SdkBytes;
      var shown = secret ? "Value at '%s'" : "Value '" + escaped(value) + "' at '%s'";
      add(shown, at(path, member), violation);
    }
  }

  private static String escaped(Object value) {
    var text = value.toString();
    return (text.length() > MOST_OF_VALUE ? text.substring(0, MOST_OF_VALUE) + "..." : text)
        .replace("%", "%%");
  }

  private void add(String value, Path path, String violation) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(value.formatted(path) + " failed to satisfy constraint: " + violation);
    }
  }

  /// Looks for structures in `value`.
  private void descend(@Nullable Path path, Member member, Object value) {
    switch (value) {
      case SdkPojo structure -> structure(at(path, member), member.shape(), structure);
      case List<?> list when holdsStructures(member) -> elements(at(path, member), member, list);
      case Map<?, ?> map when holdsStructures(member) -> entries(at(path, member), member, map);
      default -> {}
    }
  }

  private static boolean holdsStructures(Member member) {
    return switch (member.type()) {
      case LIST, MAP -> holdsStructures(member.element());
      case SDK_POJO -> true;
      default -> false;
    };
  }

  private void elements(Path path, Member list, List<?> values) {
    int number = 0;
    for (var value : values) {
      number++;
      inner(new Path(path, number + ".member"), list.element(), value);
    }
  }

  private void entries(Path path, Member map, Map<?, ?> values) {
    values.forEach((key, value) -> inner(new Path(path, key + ".member"), map.element(), value));
  }

  private void inner(Path path, Member member, Object value) {
    switch (value) {
      case SdkPojo structure -> structure(path, member.shape(), structure);
      case List<?> list -> elements(path, member, list);
      case Map<?, ?> map -> entries(path, member, map);
      default -> {}
    }
  }

  /// AWS lowers the first letter only: `KMSKeyArn` is `kMSKeyArn`.
  private static Path at(@Nullable Path path, Member member) {
    var name = member.modelName();
    return new Path(path, Character.toLowerCase(name.charAt(0)) + name.substring(1));
  }
}
