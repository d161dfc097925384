package dev.hearth.functions.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.AccountId;
import java.util.regex.Pattern;

/// Whom a permission is for.
///
/// @param type `AWS` or `Service`
/// @param value an ARN, a service's name, or `*` for everybody
public record PolicyPrincipal(String type, String value) {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?");
  private static final Pattern IDENTITY =
      Pattern.compile("arn:aws:(iam|sts)::[0-9]{12}:(root|[a-z-]+/[\\w+=,.@/-]+)");

  /// Reads what a request says: a service, an account, the ARN of a user, role or session, or `*`.
  ///
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException`
  public static PolicyPrincipal parse(String text) {
    if (text.equals("*") || IDENTITY.matcher(text).matches()) {
      return new PolicyPrincipal("AWS", text);
    }
    if (AccountId.isValid(text)) {
      return new PolicyPrincipal("AWS", "arn:aws:iam::" + text + ":root");
    }
    if (SERVICE.matcher(text).matches()) {
      return new PolicyPrincipal("Service", text);
    }
    throw Refusals.invalid(
        "The provided principal was invalid. Please check the principal and try again.");
  }

  JsonNode json() {
    return value.equals("*")
        ? TextNode.valueOf(value)
        : JsonNodeFactory.instance.objectNode().put(type, value);
  }
}
