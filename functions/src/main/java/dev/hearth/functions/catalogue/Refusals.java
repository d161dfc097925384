package dev.hearth.functions.catalogue;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.store.CodeUsage;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.ServiceException;

/// Lambda's refusals, in its words.
public final class Refusals {
  /// All code of an account in a region, in bytes. Source: "Lambda quotas", function and layer
  /// storage.
  public static final long MAX_CODE_STORAGE = 80_530_636_800L;

  private Refusals() {}

  /// 404 for a function, version or alias.
  ///
  /// @param arn as far as the request named it
  public static ServiceException notFound(String arn) {
    return user("ResourceNotFoundException", 404, "Function not found: " + arn);
  }

  /// 404 for an alias, where an operation is about the alias itself.
  public static ServiceException aliasNotFound(String arn) {
    return user("ResourceNotFoundException", 404, "Cannot find alias arn: " + arn);
  }

  /// 400 for what cannot be taken.
  public static ServiceException invalid(String message) {
    return user("InvalidParameterValueException", 400, message);
  }

  /// 409 for a name that is taken.
  public static ServiceException exists(FunctionReference function) {
    return conflict("Function already exist: " + function.name());
  }

  /// 409 while an update runs.
  public static ServiceException updating(FunctionReference function) {
    return conflict(
        "The operation cannot be performed at this time. An update is in progress for resource: "
            + function.functionArn());
  }

  /// 409 in a state that the operation does not allow.
  public static ServiceException inState(String state) {
    return conflict(
        "The operation cannot be performed at this time. The function is currently in the following"
            + " state: "
            + state);
  }

  /// 412 for a `RevisionId` that is no longer the current one.
  public static ServiceException revision() {
    return user(
        "PreconditionFailedException",
        412,
        "The Revision Id provided does not match the latest Revision Id. Call the"
            + " GetFunction/GetAlias API to retrieve the latest Revision Id");
  }

  /// 400 for a version number or alias where only `$LATEST` can be meant.
  public static ServiceException onlyLatest() {
    return invalid("Current operation does not support versions other than $LATEST.");
  }

  /// Refuses what an account has stored too much of already. Asked after the change, which is
  /// undone by the refusal.
  public static void checkStorage(CodeUsage usage, AccountId account, AccountLimits limits) {
    if (usage.codeBytes() > limits.codeBytes(account)) {
      throw user("CodeStorageExceededException", 400, "Code storage limit exceeded.");
    }
  }

  /// Refuses a function too many, as above. AWS has no such quota, and so no error for it but this
  /// one, of what is stored.
  public static void checkFunctions(CodeUsage usage, AccountId account, AccountLimits limits) {
    if (usage.functions() > limits.functions(account)) {
      throw user(
          "CodeStorageExceededException",
          400,
          "The account may have " + limits.functions(account) + " functions in a region.");
    }
  }

  /// 409 for what stands in the way.
  public static ServiceException conflict(String message) {
    return user("ResourceConflictException", 409, message);
  }

  private static ServiceException user(String code, int status, String message) {
    return new ServiceException(code, status, message).with("Type", "User");
  }
}
