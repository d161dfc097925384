package dev.hearth.wire;

import dev.hearth.kernel.ServiceException;
import software.amazon.awssdk.core.SdkPojo;

/// An operation that is refused to everybody, with the reason; the documentation shows it as well.
///
/// @param name the operation's name in the service's model
/// @param code of the service's error for what cannot be asked
/// @param reason a sentence
public record RefusedOperation(String name, String code, String reason)
    implements Operation<SdkPojo, SdkPojo> {
  /// None: nothing is done, and nothing is told that is not public.
  @Override
  public Access access(SdkPojo input, Call call) {
    return Access.NONE;
  }

  @Override
  public SdkPojo run(SdkPojo input, Call call) {
    throw new ServiceException(code, 400, reason).with("Type", "User");
  }
}
