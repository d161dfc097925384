package dev.hearth.wire;

import software.amazon.awssdk.core.SdkPojo;

/// One operation of one AWS service; its class bears the operation's name, as `CreateFunction`.
///
/// There are four kinds, which differ in what streams; nearly every operation is an [Operation].
/// The wire decodes and validates the input against the service's model, verifies the caller, asks
/// the [Authorization] about [#access], and only then runs the operation, on a virtual thread that
/// may block.
///
/// @param <I> the SDK's request class
public sealed interface ServiceOperation<I extends SdkPojo>
    permits Operation, UploadOperation, DownloadOperation, EventStreamOperation {
  /// The operation's name in the service's model.
  default String name() {
    return getClass().getSimpleName();
  }

  /// What the caller must be allowed to do; it is decided before the operation runs.
  Access access(I input, Call call);
}
