package dev.hearth.wire;

import java.io.InputStream;
import software.amazon.awssdk.core.SdkPojo;

/// An operation whose request body streams, such as `s3:PutObject`.
///
/// @param <I> the SDK's request class, which has no member for the streamed body
/// @param <O> the SDK's response class
public non-sealed interface UploadOperation<I extends SdkPojo, O extends SdkPojo>
    extends ServiceOperation<I> {
  /// What the client uploads.
  ///
  /// @param stream the content without any chunk framing. Only its end proves it: what was read
  ///   must not take effect before `stream` has ended without an exception
  /// @param length bytes in `stream`, or -1 where the client announced none
  record Upload(InputStream stream, long length) {}

  /// @throws dev.hearth.kernel.ServiceException as the operation refuses
  O run(I input, Upload body, Call call);
}
