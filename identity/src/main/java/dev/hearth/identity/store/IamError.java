package dev.hearth.identity.store;

import dev.hearth.kernel.ServiceException;

/// IAM's refusals. Source: the model of IAM, "Errors".
public final class IamError {
  private IamError() {}

  public static ServiceException noSuchEntity(String message) {
    return new ServiceException("NoSuchEntity", 404, message);
  }

  /// What is named does not exist.
  public static ServiceException noSuch(EntityKind kind, String name) {
    return noSuchEntity(kind.missing(name));
  }

  public static ServiceException alreadyExists(String message) {
    return new ServiceException("EntityAlreadyExists", 409, message);
  }

  public static ServiceException deleteConflict(String message) {
    return new ServiceException("DeleteConflict", 409, message);
  }

  public static ServiceException limitExceeded(String message) {
    return new ServiceException("LimitExceeded", 409, message);
  }

  /// A quota of AWS's, by its name.
  public static ServiceException quota(String name, int most) {
    return limitExceeded("Cannot exceed quota for " + name + ": " + most);
  }

  public static ServiceException invalidInput(String message) {
    return new ServiceException("InvalidInput", 400, message);
  }

  public static ServiceException validation(String message) {
    return new ServiceException("ValidationError", 400, message);
  }

  public static ServiceException unmodifiable(String message) {
    return new ServiceException("UnmodifiableEntity", 400, message);
  }
}
