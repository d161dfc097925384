package dev.hearth.secrets.parameters.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.parameters.Parameter;
import dev.hearth.secrets.parameters.ParameterName;
import dev.hearth.secrets.parameters.ParameterRefusals;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParametersFilter;

/// The filters of lists. Source: Systems Manager API Reference, "ParameterStringFilter".
final class ParameterFilter {
  private static final String EQUALS = "Equals";
  private static final String BEGINS = "BeginsWith";
  private static final String CONTAINS = "Contains";
  private static final String RECURSIVE = "Recursive";
  private static final String ONE_LEVEL = "OneLevel";

  private ParameterFilter() {}

  /// Those of `DescribeParameters`.
  static Predicate<Parameter> described(List<ParameterStringFilter> filters) {
    return all(filters, ParameterFilter::described);
  }

  /// Those of `GetParametersByPath`, but for labels.
  static Predicate<Parameter> byPath(List<ParameterStringFilter> filters) {
    return all(
        filters,
        filter ->
            switch (filter.key()) {
              case "Type", "KeyId" -> described(filter);
              case "Label" -> _ -> true; // told by `labels`
              default ->
                  throw invalid(
                      "InvalidFilterKey",
                      "The following filter key is not valid: "
                          + filter.key()
                          + ". Valid filter keys include: [Type, KeyId, Label].");
            });
  }

  /// The labels that are wanted; null where any version is.
  static @Nullable Predicate<String> labels(List<ParameterStringFilter> filters) {
    return filters.stream()
        .filter(filter -> filter.key().equals("Label"))
        .map(filter -> text(filter, EQUALS, BEGINS))
        .reduce(Predicate::and)
        .orElse(null);
  }

  /// The older kind of `DescribeParameters`.
  static Predicate<Parameter> older(List<ParametersFilter> filters) {
    return described(
        filters.stream()
            .map(
                filter ->
                    ParameterStringFilter.builder()
                        .key(filter.keyAsString())
                        .option(filter.keyAsString().equals("Name") ? BEGINS : EQUALS)
                        .values(filter.values())
                        .build())
            .toList());
  }

  /// Whether no further level is between.
  ///
  /// @param prefix a path that ends in a slash
  static boolean isDirectlyBelow(Parameter parameter, String prefix) {
    return path(parameter).indexOf('/', prefix.length()) < 0;
  }

  private static String path(Parameter parameter) {
    return new ParameterName(parameter.name()).path();
  }

  private static Predicate<Parameter> all(
      List<ParameterStringFilter> filters,
      Function<ParameterStringFilter, Predicate<Parameter>> one) {
    return filters.stream().map(one).reduce(Predicate::and).orElse(_ -> true);
  }

  private static Predicate<Parameter> described(ParameterStringFilter filter) {
    return switch (filter.key()) {
      case "Name" -> named(filter);
      case "Path" -> below(filter);
      case "Type" -> by(filter, parameter -> parameter.current().type(), EQUALS);
      case "KeyId" ->
          by(
              filter,
              parameter -> Objects.requireNonNullElse(parameter.current().keyId(), ""),
              EQUALS,
              BEGINS);
      case "Tier" -> by(filter, parameter -> parameter.current().tier(), EQUALS);
      case "DataType" -> by(filter, parameter -> parameter.current().dataType(), EQUALS);
      default -> {
        if (!filter.key().startsWith("tag:")) {
          throw invalid(
              "InvalidFilterKey",
              "The following filter key is not valid: "
                  + filter.key()
                  + ". Valid filter keys include: [DataType, KeyId, Name, Path, Tier, Type,"
                  + " tag:].");
        }
        yield tagged(filter);
      }
    };
  }

  /// A slash at the beginning of a name makes no difference.
  private static Predicate<Parameter> named(ParameterStringFilter filter) {
    boolean contains = CONTAINS.equals(filter.option());
    var wanted =
        filter.copy(
            f ->
                f.values(
                    filter.values().stream()
                        .map(value -> contains ? value : new ParameterName(value).path())
                        .toList()));
    return by(wanted, ParameterFilter::path, EQUALS, BEGINS, CONTAINS);
  }

  private static Predicate<Parameter> below(ParameterStringFilter filter) {
    var option = option(filter, ONE_LEVEL, RECURSIVE, ONE_LEVEL);
    var prefixes = values(filter).stream().map(ParameterName::below).toList();
    return parameter ->
        prefixes.stream()
            .anyMatch(
                prefix ->
                    path(parameter).startsWith(prefix)
                        && (option.equals(RECURSIVE) || isDirectlyBelow(parameter, prefix)));
  }

  private static Predicate<Parameter> tagged(ParameterStringFilter filter) {
    var tag = filter.key().substring("tag:".length());
    if (filter.values().isEmpty()) {
      return parameter -> parameter.tags().containsKey(tag);
    }
    var value = text(filter, EQUALS, BEGINS);
    return parameter -> parameter.tags().containsKey(tag) && value.test(tagOf(parameter, tag));
  }

  private static String tagOf(Parameter parameter, String tag) {
    return Objects.requireNonNullElse(parameter.tags().get(tag), "");
  }

  private static Predicate<Parameter> by(
      ParameterStringFilter filter, Function<Parameter, String> property, String... options) {
    var wanted = text(filter, options);
    return parameter -> wanted.test(property.apply(parameter));
  }

  private static Predicate<String> text(ParameterStringFilter filter, String... options) {
    BiPredicate<String, String> fits =
        switch (option(filter, EQUALS, options)) {
          case BEGINS -> String::startsWith;
          case CONTAINS -> String::contains;
          default -> String::equals;
        };
    var values = values(filter);
    return text -> values.stream().anyMatch(value -> fits.test(text, value));
  }

  private static String option(ParameterStringFilter filter, String usual, String... options) {
    var option = Objects.requireNonNullElse(filter.option(), usual);
    if (!List.of(options).contains(option)) {
      throw invalid(
          "InvalidFilterOption",
          "The following filter option is not valid: "
              + option
              + ". Valid options include: ["
              + String.join(", ", options)
              + "].");
    }
    return option;
  }

  private static List<String> values(ParameterStringFilter filter) {
    if (filter.values().isEmpty()) {
      throw invalid(
          "InvalidFilterValue",
          "The following filter values are missing : null for filter key " + filter.key() + ".");
    }
    return filter.values();
  }

  private static ServiceException invalid(String code, String message) {
    return ParameterRefusals.of(code, message);
  }
}
