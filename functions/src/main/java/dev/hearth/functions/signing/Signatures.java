package dev.hearth.functions.signing;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.kernel.ServiceException;

/// Decides whether code may be deployed, by the function's code signing configuration. No package
/// has a signature here.
public final class Signatures {
  private static final String NOT_FOUND = "CodeSigningConfigNotFoundException";

  private final FunctionStore store;

  public Signatures(FunctionStore store) {
    this.store = store;
  }

  /// Refuses new code for a function whose configuration enforces signatures.
  ///
  /// @throws ServiceException `CodeVerificationFailedException`
  public void check(FunctionReference function) {
    store
        .read(tables -> new SigningTables(tables.sql()).of(function))
        .ifPresent(Signatures::refuseUnsigned);
  }

  /// Gives a new function its configuration, in the transaction that makes it.
  ///
  /// @throws ServiceException `CodeSigningConfigNotFoundException`;
  ///   `CodeVerificationFailedException`
  public static void attachNew(FunctionTables tables, FunctionReference function, String arn) {
    var signing = new SigningTables(tables.sql());
    refuseUnsigned(attach(signing, function, arn));
  }

  /// Gives a function a configuration, which counts from the next code on.
  static CodeSigningConfig attach(
      SigningTables signing, FunctionReference function, String configArn) {
    var reference = ConfigReference.parse(configArn);
    boolean near =
        reference.account().equals(function.account())
            && reference.region().equals(function.region());
    var config = near ? signing.find(reference).orElse(null) : null;
    if (config == null) {
      throw reference.notFound(NOT_FOUND);
    }
    signing.attach(function, reference);
    return config;
  }

  private static void refuseUnsigned(CodeSigningConfig config) {
    if (config.enforces()) {
      throw new ServiceException(
              "CodeVerificationFailedException",
              400,
              "The code signature failed one or more of the validation checks for signature"
                  + " mismatch or expiry, and the code signing policy is set to ENFORCE. Lambda"
                  + " blocks the deployment.")
          .with("Type", "User");
    }
  }
}
