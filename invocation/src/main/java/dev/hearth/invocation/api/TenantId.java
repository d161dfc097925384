package dev.hearth.invocation.api;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.kernel.ServiceException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tenant that `X-Amz-Tenant-Id` names: required by functions that isolate their tenants, and
/// refused by all others. Source: AWS Lambda Developer Guide, "Tenant isolation".
final class TenantId {
  private static final int MAX_LENGTH = 256;
  private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9\\._:\\/=+\\-@ ]+");

  private TenantId() {}

  /// @throws ServiceException `InvalidParameterValueException`; `ValidationException` for what is
  ///   no tenant's id
  static void check(FunctionVersion version, @Nullable String tenantId) {
    boolean isolates = version.settings().tenantIsolation() != null;
    if (isolates && tenantId == null) {
      throw refused(
          "The invoked function is enabled with tenancy configuration. Add a valid tenant ID in"
              + " your request and try again.");
    }
    if (!isolates && tenantId != null) {
      throw refused(
          "The invoked function is not enabled with tenancy configuration. Remove the tenant ID"
              + " from your request and try again.");
    }
    if (tenantId != null && tenantId.length() > MAX_LENGTH) {
      throw invalid(tenantId, "have length less than or equal to " + MAX_LENGTH);
    }
    if (tenantId != null && !CHARACTERS.matcher(tenantId).matches()) {
      throw invalid(tenantId, "satisfy regular expression pattern: " + CHARACTERS);
    }
  }

  private static ServiceException invalid(String tenantId, String constraint) {
    return new ServiceException(
        "ValidationException",
        400,
        "1 validation error detected: Value '%s' at 'tenantId' failed to satisfy constraint: Member must %s"
            .formatted(tenantId, constraint));
  }

  private static ServiceException refused(String message) {
    return new ServiceException("InvalidParameterValueException", 400, message)
        .with("Type", "User");
  }
}
