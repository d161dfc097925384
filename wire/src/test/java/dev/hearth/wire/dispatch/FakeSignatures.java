package dev.hearth.wire.dispatch;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Caller;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.signature.CredentialScope;
import dev.hearth.wire.signature.Dialect;
import dev.hearth.wire.signature.SignatureVerifier;
import java.util.Map;

/// Believes every signature that is scoped to a region, as the real ones are asked to be.
final class FakeSignatures implements SignatureVerifier {
  static final AccountId ACCOUNT = new AccountId("123456789012");

  @Override
  public Verified verify(HttpRequest request, Dialect dialect) {
    var scope =
        CredentialScope.of(request)
            .filter(s -> Region.isValid(s.region()))
            .orElseThrow(
                () ->
                    new ServiceException(
                        "MissingAuthenticationTokenException", 403, "No signature"));
    var caller =
        new Caller(
            ACCOUNT, "arn:aws:iam::123456789012:user/a", "AIDAEXAMPLE", "AKIDEXAMPLE", Map.of());
    return new Verified(
        caller,
        new Region(scope.region()),
        scope.service(),
        request.body(),
        request.contentLength());
  }
}
