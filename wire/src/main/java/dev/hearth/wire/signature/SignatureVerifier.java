package dev.hearth.wire.signature;

import dev.hearth.kernel.Region;
import dev.hearth.wire.Caller;
import dev.hearth.wire.http.HttpRequest;
import java.io.InputStream;

/// Proves who sent a request.
public interface SignatureVerifier {
  /// Checks the request's signature, its date and its content.
  ///
  /// @param dialect how the service words its refusals
  /// @throws dev.hearth.kernel.ServiceException where there is no valid signature, in the words of
  ///   `dialect`; a request without any ([CredentialScope#isSigned] is false) is refused as well
  Verified verify(HttpRequest request, Dialect dialect);

  /// A request whose sender is proven.
  ///
  /// @param caller whose key has signed
  /// @param region what the signature is good for, as is `service`
  /// @param service the signing name, such as `lambda`
  /// @param body the content without any chunk framing. Reading it to its end proves it: at the
  ///   latest there a ServiceException tells that it is not what was signed
  /// @param contentLength bytes in `body`, or -1 where the client announced none
  record Verified(
      Caller caller, Region region, String service, InputStream body, long contentLength) {}
}
