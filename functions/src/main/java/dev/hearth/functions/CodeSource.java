package dev.hearth.functions;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Call;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Fetches code packages that a request names by bucket and key.
@FunctionalInterface
public interface CodeSource {
  /// For a Hearth without object storage: refuses.
  CodeSource NONE =
      (_, bucket, key, _) -> {
        throw new ServiceException(
                "InvalidParameterValueException",
                400,
                "Code in s3://%s/%s: Hearth has no object storage yet. Send the package as ZipFile."
                    .formatted(bucket, key))
            .with("Type", "User");
      };

  /// The object's bytes, read with the rights of the caller.
  ///
  /// @param version of the object; null for the current one
  /// @throws ServiceException `InvalidParameterValueException` when it cannot be read, or has more
  ///   than 262 144 000 bytes
  ByteBuffer fetch(Call call, String bucket, String key, @Nullable String version);
}
