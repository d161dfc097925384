package dev.hearth.observability.api;

import dev.hearth.kernel.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The opaque token with which a list goes on behind a name.
final class PageToken {
  private PageToken() {}

  static String of(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /// @throws ServiceException `InvalidParameterException` for other text
  static String read(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
  }

  static ServiceException invalid() {
    return LogResources.invalid("The specified nextToken is invalid.");
  }
}
