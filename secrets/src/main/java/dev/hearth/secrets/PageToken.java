package dev.hearth.secrets;

import dev.hearth.kernel.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The opaque token with which a list goes on behind a name.
public final class PageToken {
  private PageToken() {}

  /// The token behind `name`.
  public static String of(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /// The name of a token; empty for none.
  ///
  /// @param code of the error for text that is no token
  /// @throws ServiceException of that code
  public static String read(@Nullable String token, String code) {
    if (token == null) {
      return "";
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new ServiceException(code, 400, "The token is not one that Hearth has given.");
    }
  }
}
