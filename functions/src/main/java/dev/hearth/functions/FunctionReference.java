package dev.hearth.functions;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The function, and perhaps the version or alias of it, that a request means.
///
/// Callers may write a name (`f`), a partial ARN (`123456789012:function:f`) or a full one, each
/// with `:qualifier` behind it. Source: "FunctionName" in the Lambda API reference.
///
/// @param account the ARN's own account where the request names one, else the caller's
/// @param name 1 to 64 of `a-zA-Z0-9-_`
/// @param qualifier `$LATEST`, a version number or an alias; empty where the request has none
public record FunctionReference(AccountId account, Region region, String name, String qualifier) {
  /// The qualifier of the one version that changes.
  public static final String LATEST = "$LATEST";

  private static final int MAX_NAME = 64;
  private static final int MAX_QUALIFIER = 128;
  private static final String NAME_CHARACTERS = "[a-zA-Z0-9-_]+";
  private static final String QUALIFIER_CHARACTERS = "\\$LATEST|[a-zA-Z0-9-_]+";
  // Only in a partial ARN, where `a:b` must be told from `name:qualifier`, need a region look like
  // one of AWS's; a full ARN takes any name that Hearth does.
  private static final Pattern AWS_REGION = Pattern.compile("[a-z]{2}(-[a-z]+){1,2}-[0-9]");

  /// What the request's `FunctionName` and `Qualifier` mean.
  ///
  /// @param qualifier null or empty where the request has none
  /// @throws ServiceException `ValidationException` for what is no function's name;
  ///   `InvalidParameterValueException` where the two contradict each other;
  ///   `ResourceNotFoundException` for another region's ARN
  public static FunctionReference of(Call call, String functionName, @Nullable String qualifier) {
    return parse(call.account(), call.region(), functionName, qualifier);
  }

  /// As [#of], for those who run functions without a [Call].
  public static FunctionReference parse(
      AccountId account, Region region, String functionName, @Nullable String qualifier) {
    var bare =
        functionName.indexOf(':') < 0
            ? new FunctionReference(account, region, functionName, "")
            : parts(account, region, functionName);
    if (!isWord(bare.name)) {
      throw invalid(
          "functionName", functionName, "satisfy regular expression pattern: " + NAME_CHARACTERS);
    }
    if (bare.name.length() > MAX_NAME) {
      throw invalid("functionName", functionName, "have length less than or equal to " + MAX_NAME);
    }
    if (!bare.region.equals(region)) {
      throw new ServiceException(
              "ResourceNotFoundException",
              404,
              "Functions from '%s' are not reachable in this region ('%s')"
                  .formatted(bare.region, region))
          .with("Type", "User");
    }
    return bare.qualified(qualifier == null ? "" : qualifier);
  }

  private static FunctionReference parts(AccountId account, Region region, String text) {
    var parts = Arrays.asList(text.split(":", -1));
    if (parts.getFirst().equals("arn")) {
      if (parts.size() < 7
          || !parts.get(2).equals("lambda")
          || !Region.isValid(parts.get(3))
          || !AccountId.isValid(parts.get(4))
          || !parts.get(5).equals("function")) {
        throw malformed(text);
      }
      return nameAndQualifier(
          new AccountId(parts.get(4)),
          new Region(parts.get(3)),
          parts.subList(6, parts.size()),
          text);
    }
    var rest = parts;
    if (rest.size() > 1 && AWS_REGION.matcher(rest.getFirst()).matches()) {
      region = new Region(rest.getFirst());
      rest = rest.subList(1, rest.size());
    }
    if (rest.size() > 1 && AccountId.isValid(rest.getFirst())) {
      account = new AccountId(rest.getFirst());
      rest = rest.subList(1, rest.size());
    }
    if (rest.size() > 1 && rest.getFirst().equals("function")) {
      rest = rest.subList(1, rest.size());
    }
    return nameAndQualifier(account, region, rest, text);
  }

  private static FunctionReference nameAndQualifier(
      AccountId account, Region region, List<String> rest, String text) {
    if (rest.size() > 2 || (rest.size() == 2 && rest.getLast().isEmpty())) {
      throw malformed(text);
    }
    return new FunctionReference(
        account, region, rest.getFirst(), rest.size() == 2 ? rest.getLast() : "");
  }

  private FunctionReference qualified(String asked) {
    if (!asked.isEmpty() && !qualifier.isEmpty() && !asked.equals(qualifier)) {
      throw new ServiceException(
              "InvalidParameterValueException",
              400,
              "The derived qualifier from the function name does not match the specified"
                  + " qualifier.")
          .with("Type", "User");
    }
    var effective = asked.isEmpty() ? qualifier : asked;
    if (!effective.isEmpty() && !effective.equals(LATEST) && !isWord(effective)) {
      throw invalid(
          "qualifier", effective, "satisfy regular expression pattern: " + QUALIFIER_CHARACTERS);
    }
    if (effective.length() > MAX_QUALIFIER) {
      throw invalid("qualifier", effective, "have length less than or equal to " + MAX_QUALIFIER);
    }
    return effective.equals(qualifier)
        ? this
        : new FunctionReference(account, region, name, effective);
  }

  /// `arn:aws:lambda:region:account:function:name`, without the qualifier.
  public String functionArn() {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }

  /// The function's ARN with the qualifier behind it, where there is one.
  public String arn() {
    return qualifier.isEmpty() ? functionArn() : functionArn() + ":" + qualifier;
  }

  /// The qualifier, or `$LATEST` where there is none.
  public String effectiveQualifier() {
    return qualifier.isEmpty() ? LATEST : qualifier;
  }

  /// The function itself, without a qualifier.
  public FunctionReference unqualified() {
    return qualifier.isEmpty() ? this : new FunctionReference(account, region, name, "");
  }

  // By hand rather than by pattern: it is on the path of every invocation.
  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !digit && c != '-' && c != '_') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static ServiceException malformed(String text) {
    return invalid(
        "functionName",
        text,
        "be a function's name, a partial ARN or an ARN, such as 123456789012:function:name");
  }

  private static ServiceException invalid(String member, String value, String constraint) {
    return new ServiceException(
        "ValidationException",
        400,
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must %s"
            .formatted(value, member, constraint));
  }
}
