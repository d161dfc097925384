package dev.hearth.functions.signing;

import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.util.random.RandomGenerator;

/// A code signing configuration by name.
///
/// @param id `csc-` and 17 letters and digits
record ConfigReference(AccountId account, Region region, String id) {
  private static final int DIGITS = 17;
  private static final int RADIX = 36;

  /// A new one.
  static ConfigReference random(AccountId account, Region region, RandomGenerator random) {
    var id = new StringBuilder("csc-");
    for (int i = 0; i < DIGITS; i++) {
      id.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }
    return new ConfigReference(account, region, id.toString());
  }

  /// @throws ServiceException `InvalidParameterValueException`
  static ConfigReference parse(String arn) {
    var parts = arn.split(":", -1);
    if (parts.length != 7 || !AccountId.isValid(parts[4]) || !Region.isValid(parts[3])) {
      throw Refusals.invalid("Invalid code signing configuration ARN: " + arn);
    }
    return new ConfigReference(new AccountId(parts[4]), new Region(parts[3]), parts[6]);
  }

  String arn() {
    return "arn:aws:lambda:" + region + ":" + account + ":code-signing-config:" + id;
  }

  /// @param code `ResourceNotFoundException` where an operation is about the configuration itself,
  ///   `CodeSigningConfigNotFoundException` where it is about a function
  ServiceException notFound(String code) {
    return new ServiceException(
            code,
            404,
            "The code signing configuration cannot be found. Check that the provided configuration"
                + " is not deleted: "
                + arn())
        .with("Type", "User");
  }
}
