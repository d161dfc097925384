package dev.hearth.wire;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hears of every call whose sender is proven, and of every signature that failed. The wire owns
/// this port, identity implements it.
public interface Audit {
  /// Remembers nothing.
  Audit NONE =
      new Audit() {
        @Override
        public void admit(String service, String operation) {}

        @Override
        public void answered(Answered answered) {}

        @Override
        public void failed(FailedSignature failed) {}
      };

  /// Asked before an operation runs.
  ///
  /// @param service the signing name, such as `lambda`
  /// @throws dev.hearth.kernel.ServiceException `ServiceUnavailableException`, status 503, where
  ///   what the operation does could not be remembered
  void admit(String service, String operation);

  /// Told before the answer leaves. It returns when what must not be lost is durable.
  void answered(Answered answered);

  /// Told of a request whose sender could not be proven.
  void failed(FailedSignature failed);

  /// A call and what became of it.
  ///
  /// @param access what it needed; [Access#NONE] where it was refused before that was known
  /// @param parameters what of its input may be shown, by name; asked for at most once
  /// @param errorCode null where it succeeded
  /// @param errorMessage null where it succeeded; it may repeat what the client sent
  record Answered(
      Call call,
      Access access,
      Supplier<Map<String, Object>> parameters,
      @Nullable String errorCode,
      @Nullable String errorMessage) {}

  /// A signature that does not fit, or a key that there is not.
  ///
  /// @param accessKeyId as the request claims
  /// @param service as the request claims, as is `region`
  /// @param code of the refusal
  /// @param attempts how many of this key and address there were lately, this one included
  record FailedSignature(
      String accessKeyId,
      String service,
      String region,
      String sourceAddress,
      String userAgent,
      String code,
      int attempts) {}
}
