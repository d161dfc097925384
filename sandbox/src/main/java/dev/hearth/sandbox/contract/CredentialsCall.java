package dev.hearth.sandbox.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.ServiceException;
import dev.hearth.sandbox.SessionCredentials;
import java.security.MessageDigest;
import java.util.Map;

/// What SDKs call in place of reading variables, as in a container: a copy must not go on with the
/// credentials that its template was initialised with.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
final class CredentialsCall {
  static final String PATH = "/2021-04-23/credentials";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SessionCredentials.Source source;
  private final byte[] token;

  CredentialsCall(SessionCredentials.Source source, String token) {
    this.source = source;
    this.token = token.getBytes(UTF_8);
  }

  HttpAnswer answer(HttpRequests.Head head) throws Refusal {
    var shown = String.valueOf(head.headers().get("Authorization")).getBytes(UTF_8);
    if (!MessageDigest.isEqual(shown, token)) {
      throw Refusal.credentials(403, "The Authorization header is not the sandbox's token");
    }
    try {
      var issued = source.issue();
      return HttpAnswer.of(
          200,
          JSON.writeValueAsBytes(
              Map.of(
                  "AccessKeyId",
                  issued.accessKeyId(),
                  "SecretAccessKey",
                  issued.secret(),
                  "Token",
                  issued.token(),
                  "Expiration",
                  issued.expiration().toString())));
    } catch (ServiceException e) {
      throw Refusal.credentials(500, String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
