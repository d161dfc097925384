package dev.hearth.secrets.parameters;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a parameter. Source: Systems Manager User Guide, "Understanding parameter name
/// requirements and constraints".
///
/// @param name with or without a slash at its beginning, which makes no difference
public record ParameterName(String name) {
  /// Where the secrets of Secrets Manager are read by.
  public static final String SECRETS = "/aws/reference/secretsmanager/";

  private static final Pattern WHOLE = Pattern.compile("/?[a-zA-Z0-9_.-]++(?:/[a-zA-Z0-9_.-]++)*+");
  private static final Pattern OF_SECRET = Pattern.compile("[a-zA-Z0-9/_+=.@!:-]+");
  private static final int MOST_LEVELS = 15;
  private static final int MOST_CHARS = 1011; // of the ARN

  /// A parameter, and which of its versions.
  ///
  /// @param selector a number or a label; null for the current version
  public record Selected(ParameterName name, @Nullable String selector) {}

  /// With a slash at its beginning.
  public String path() {
    return name.startsWith("/") ? name : "/" + name;
  }

  public Arn arn(AccountId account, Region region) {
    return Arn.of("ssm", region, account, "parameter" + path());
  }

  /// Whether it stands for a secret of Secrets Manager.
  public boolean isSecret() {
    return name.startsWith(SECRETS);
  }

  /// Reads `name`, `name:selector`, or the ARN of either.
  ///
  /// @throws ServiceException `ValidationException` for text that names no parameter,
  ///   `ParameterNotFound` for an ARN of elsewhere
  public static Selected selected(String text, Call call) {
    var local = local(text.strip(), call);
    int colon = local.indexOf(':');
    var name = new ParameterName(colon < 0 ? local : local.substring(0, colon));
    var selector = colon < 0 ? null : local.substring(colon + 1);
    boolean valid =
        name.isSecret()
            ? OF_SECRET.matcher(name.name).matches()
            : WHOLE.matcher(name.name).matches();
    if (!valid || (selector != null && selector.isEmpty())) {
      throw invalid();
    }
    return new Selected(name, selector);
  }

  private static String local(String text, Call call) {
    if (!text.startsWith("arn:")) {
      return text;
    }
    return Arn.parse(text)
        .filter(
            arn ->
                arn.service().equals("ssm")
                    && arn.region().equals(call.region().name())
                    && arn.account().equals(call.account().digits())
                    && arn.resource().startsWith("parameter/"))
        .map(arn -> arn.resource().substring("parameter".length()))
        .orElseThrow(() -> ParameterRefusals.notFound(text));
  }

  /// As [#selected], where no version can be selected.
  public static ParameterName whole(String text, Call call) {
    var selected = selected(text, call);
    if (selected.selector() != null) {
      throw invalid();
    }
    return selected.name();
  }

  /// The name of a parameter that is to be made or changed.
  public static ParameterName toWrite(String text, Call call) {
    var name = new ParameterName(text.strip());
    var lower = name.path().toLowerCase(Locale.ROOT);
    if (lower.startsWith("/aws")) {
      throw ParameterRefusals.of(
          "AccessDeniedException", "No access to reserved parameter name: " + name.name + ".");
    }
    if (lower.startsWith("/ssm") || !WHOLE.matcher(name.name).matches()) {
      throw invalid();
    }
    if (name.name.indexOf('/') > 0 && !name.name.startsWith("/")) {
      throw ParameterRefusals.validation("Parameter name must be a fully qualified name.");
    }
    if (name.arn(call.account(), call.region()).toString().length() > MOST_CHARS) {
      throw ParameterRefusals.validation(
          "Parameter name: the length of the ARN is at most " + MOST_CHARS + " characters.");
    }
    if (name.path().chars().filter(c -> c == '/').count() > MOST_LEVELS) {
      throw ParameterRefusals.of(
          "HierarchyLevelLimitExceededException",
          "A hierarchy can have a maximum of 15 levels. Reduce the number of levels and try"
              + " again.");
    }
    return name;
  }

  /// The beginning of the names below a path, which ends in a slash.
  public static String below(String path) {
    if (!path.equals("/") && !(path.startsWith("/") && WHOLE.matcher(trimmed(path)).matches())) {
      throw ParameterRefusals.validation(
          "The parameter doesn't meet the parameter name requirements. The parameter name must"
              + " begin with a forward slash \"/\". It can't be prefixed with \\\"aws\\\" or"
              + " \\\"ssm\\\" (case-insensitive). It must use only letters, numbers, or the"
              + " following symbols: . (period), - (hyphen), _ (underscore). Special characters are"
              + " not allowed. All sub-paths, if specified, must use the forward slash symbol"
              + " \"/\". Valid example: /get/parameters2-/by1./path0_.");
    }
    return path.endsWith("/") ? path : path + "/";
  }

  private static String trimmed(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static ServiceException invalid() {
    return ParameterRefusals.validation(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it"
            + " can consist of sub-paths divided by slash symbol; each sub-path can be formed as a"
            + " mix of letters, numbers and the following 3 symbols .-_");
  }
}
