package dev.hearth.messaging.topics;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import java.util.Optional;
import java.util.regex.Pattern;

/// A topic's ARN: `arn:aws:sns:region:account:name`.
///
/// @param name 1 to 256 letters, digits, hyphens and underscores; of a FIFO topic with `.fifo`
///   behind
public record TopicArn(AccountId account, Region region, String name) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,256}");
  private static final Pattern FIFO_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,251}\\.fifo");
  private static final String FIFO = ".fifo";

  /// Whether a topic, FIFO or not, may have this name.
  public static boolean isName(String name, boolean fifo) {
    return (fifo ? FIFO_NAME : NAME).matcher(name).matches();
  }

  /// Reads what a request says.
  ///
  /// @throws ServiceException `InvalidParameter` for what is no topic's ARN
  public static TopicArn parse(String member, String text) {
    return find(text)
        .orElseThrow(() -> Refusals.invalid(member + " Reason: An ARN of a topic is expected"));
  }

  /// The topic that `text` names, or nothing where it is no topic's ARN.
  public static Optional<TopicArn> find(String text) {
    return Arn.parse(text)
        .filter(
            arn ->
                arn.partition().equals("aws")
                    && arn.service().equals("sns")
                    && Region.isValid(arn.region())
                    && AccountId.isValid(arn.account())
                    && isName(arn.resource(), arn.resource().endsWith(FIFO)))
        .map(
            arn ->
                new TopicArn(
                    new AccountId(arn.account()), new Region(arn.region()), arn.resource()));
  }

  /// Whether it keeps the order of its messages.
  public boolean isFifo() {
    return name.endsWith(FIFO);
  }

  /// The same as a general ARN.
  public Arn arn() {
    return Arn.of("sns", region, account, name);
  }

  @Override
  public String toString() {
    return arn().toString();
  }
}
