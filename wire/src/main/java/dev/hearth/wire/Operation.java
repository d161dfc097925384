package dev.hearth.wire;

import software.amazon.awssdk.core.SdkPojo;

/// An operation whose input and output are at hand as a whole.
///
/// @param <I> the SDK's request class
/// @param <O> the SDK's response class
public non-sealed interface Operation<I extends SdkPojo, O extends SdkPojo>
    extends ServiceOperation<I> {
  /// @throws dev.hearth.kernel.ServiceException as the operation refuses; the SDK's own modelled
  ///   exceptions do as well, where an error has structured members
  O run(I input, Call call);
}
