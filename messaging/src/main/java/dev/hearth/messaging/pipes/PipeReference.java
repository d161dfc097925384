package dev.hearth.messaging.pipes;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;

/// A pipe by its name.
public record PipeReference(AccountId account, Region region, String name) {
  private static final String TYPE = "pipe/";

  public static PipeReference of(Call call, String name) {
    return new PipeReference(call.account(), call.region(), name);
  }

  /// The pipe of the caller's account and region with this ARN.
  ///
  /// @throws ServiceException `ValidationException` for what is no pipe's; `NotFoundException` for
  ///   one of elsewhere
  public static PipeReference parse(Call call, String text) {
    var arn =
        Arn.parse(text)
            .filter(each -> each.service().equals("pipes") && each.resource().startsWith(TYPE))
            .orElseThrow(() -> PipeRefusals.invalid("Not the ARN of a pipe: " + text));
    var pipe = of(call, arn.resource().substring(TYPE.length()));
    if (!pipe.toString().equals(text)) {
      throw PipeRefusals.notFound(text);
    }
    return pipe;
  }

  /// `arn:aws:pipes:region:account:pipe/name`.
  public Arn arn() {
    return Arn.of("pipes", region, account, TYPE + name);
  }

  @Override
  public String toString() {
    return arn().toString();
  }
}
