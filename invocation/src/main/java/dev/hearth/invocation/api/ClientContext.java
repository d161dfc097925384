package dev.hearth.invocation.api;

import dev.hearth.kernel.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// What a client tells the function of itself, in `X-Amz-Client-Context`.
final class ClientContext {
  // Longer ones are refused: the decoded context travels in a header to the runtime.
  private static final int MAX_LENGTH = 3583;

  private ClientContext() {}

  /// The JSON that was sent in base 64, or null where there was none.
  ///
  /// @throws ServiceException `InvalidRequestContentException`
  static @Nullable String decode(@Nullable String encoded) {
    if (encoded == null || encoded.isEmpty()) {
      return null;
    }
    if (encoded.length() > MAX_LENGTH) {
      throw invalid("it is longer than " + MAX_LENGTH + " characters");
    }
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw invalid("it is not base64");
    }
  }

  private static ServiceException invalid(String why) {
    return new ServiceException(
            "InvalidRequestContentException",
            400,
            "Client context must be a base64 document: " + why)
        .with("Type", "User");
  }
}
