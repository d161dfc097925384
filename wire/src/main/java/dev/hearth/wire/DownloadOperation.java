package dev.hearth.wire;

import dev.hearth.wire.http.HttpResponse;
import software.amazon.awssdk.core.SdkPojo;

/// An operation whose response body streams, such as `s3:GetObject`.
///
/// @param <I> the SDK's request class
/// @param <O> the SDK's response class, which has no member for the streamed body
public non-sealed interface DownloadOperation<I extends SdkPojo, O extends SdkPojo>
    extends ServiceOperation<I> {
  /// What the client downloads.
  ///
  /// @param output the members beside the content
  /// @param body the content; it is written after the headers, when nothing can be refused any more
  record Download<O>(O output, HttpResponse.Body body) {}

  /// @throws dev.hearth.kernel.ServiceException as the operation refuses
  Download<O> run(I input, Call call);
}
