package dev.hearth.wire;

import software.amazon.awssdk.core.SdkPojo;

/// One operation of one AWS service; the class bears the operation's name, as `CreateFunction`.
///
/// The wire decodes and validates `input` against the service's model, verifies the caller, asks
/// the [Authorization] about [#access], and only then calls [#run], on a virtual thread that may
/// block.
///
/// @param <I> the SDK's request class
/// @param <O> the SDK's response class
public interface Operation<I extends SdkPojo, O extends SdkPojo> {
  /// The operation's name in the service's model.
  default String name() {
    return getClass().getSimpleName();
  }

  /// What the caller must be allowed to do; it is decided before [#run].
  Access access(I input, Call call);

  /// @throws dev.hearth.kernel.ServiceException as the operation refuses
  O run(I input, Call call);
}
