package dev.hearth.messaging.buses;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.wire.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event bus by its name.
///
/// @param name such as `default`, which every account has in every region
public record BusReference(AccountId account, Region region, String name) {
  /// The name of the bus that is always there.
  public static final String DEFAULT = "default";

  private static final String TYPE = "event-bus/";

  /// The bus that a request means: a name, an ARN, or null for the default one.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationException` for what is neither
  public static BusReference of(Call call, @Nullable String nameOrArn) {
    if (nameOrArn == null) {
      return new BusReference(call.account(), call.region(), DEFAULT);
    }
    if (!nameOrArn.startsWith("arn:")) {
      return new BusReference(call.account(), call.region(), nameOrArn);
    }
    return parse(nameOrArn)
        .orElseThrow(
            () -> Refusals.invalid("EventBusName", "Provided Arn is not in correct format."));
  }

  /// The bus of an ARN, or nothing where it is no bus's.
  public static Optional<BusReference> parse(String arn) {
    return Arn.parse(arn)
        .filter(parsed -> parsed.service().equals("events"))
        .filter(parsed -> parsed.resource().startsWith(TYPE))
        .filter(parsed -> parsed.resource().length() > TYPE.length())
        .filter(parsed -> Region.isValid(parsed.region()) && AccountId.isValid(parsed.account()))
        .map(
            parsed ->
                new BusReference(
                    new AccountId(parsed.account()),
                    new Region(parsed.region()),
                    parsed.resource().substring(TYPE.length())));
  }

  public boolean isDefault() {
    return name.equals(DEFAULT);
  }

  public Arn arn() {
    return Arn.of("events", region, account, TYPE + name);
  }

  @Override
  public String toString() {
    return arn().toString();
  }
}
