package dev.hearth.messaging.buses;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.util.Optional;

/// A rule by its name.
public record RuleReference(BusReference bus, String name) {
  private static final String TYPE = "rule/";

  /// The rule of an ARN, or nothing where it is no rule's.
  public static Optional<RuleReference> parse(String text) {
    return Arn.parse(text)
        .filter(arn -> arn.service().equals("events") && arn.resource().startsWith(TYPE))
        .filter(arn -> Region.isValid(arn.region()) && AccountId.isValid(arn.account()))
        .map(
            arn -> {
              var path = arn.resource().substring(TYPE.length());
              int slash = path.lastIndexOf('/');
              return new RuleReference(
                  new BusReference(
                      new AccountId(arn.account()),
                      new Region(arn.region()),
                      slash < 0 ? BusReference.DEFAULT : path.substring(0, slash)),
                  path.substring(slash + 1));
            });
  }

  /// `arn:aws:events:region:account:rule/name`, with the bus before the name where it is not the
  /// default one.
  public Arn arn() {
    var path = bus.isDefault() ? name : bus.name() + "/" + name;
    return Arn.of("events", bus.region(), bus.account(), TYPE + path);
  }

  @Override
  public String toString() {
    return arn().toString();
  }
}
