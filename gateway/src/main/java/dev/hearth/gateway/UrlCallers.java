package dev.hearth.gateway;

import dev.hearth.functions.FunctionUrl;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Access.Need;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.signature.CredentialScope;
import dev.hearth.wire.signature.Dialect;
import dev.hearth.wire.signature.SignatureVerifier;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Tells who calls a function URL, and whether they may.
///
/// With `AWS_IAM` a request is signed for the service `lambda`; with `NONE` everybody is anonymous,
/// whom the function's resource policy must grant access. Either way both
/// `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` are needed, as on AWS since October 2025.
/// Source: AWS Lambda Developer Guide, "Control access to Lambda function URLs".
public final class UrlCallers {
  private static final String SERVICE = "lambda";

  private final SignatureVerifier verifier;
  private final Authorization authorization;
  private final InstantSource clock;

  public UrlCallers(SignatureVerifier verifier, Authorization authorization, InstantSource clock) {
    this.verifier = verifier;
    this.authorization = authorization;
    this.clock = clock;
  }

  /// A request that may go on.
  ///
  /// @param body reading it to its end proves that it is what was signed
  record Admitted(Call call, InputStream body) {}

  /// @throws ServiceException with status 403
  Admitted admit(HttpRequest request, FunctionUrl url, String requestId) {
    return switch (url.authType()) {
      case AWS_IAM -> signed(request, url, requestId);
      case NONE -> {
        var anonymous = Caller.anonymous(url.function().account());
        var call = call(request, url, requestId, anonymous);
        check(url, call);
        yield new Admitted(call, request.body());
      }
      case UNKNOWN_TO_SDK_VERSION -> throw forbidden();
    };
  }

  private Admitted signed(HttpRequest request, FunctionUrl url, String requestId) {
    if (!CredentialScope.isSigned(request)) {
      throw forbidden();
    }
    var verified = verifier.verify(request, Dialect.REST_JSON);
    if (!verified.service().equals(SERVICE) || !verified.region().equals(url.function().region())) {
      throw forbidden();
    }
    var call = call(request, url, requestId, verified.caller());
    check(url, call);
    return new Admitted(call, verified.body());
  }

  private void check(FunctionUrl url, Call call) {
    var arn = url.function().arn();
    var authType = List.of(url.authType().toString());
    var access =
        new Access(
            List.of(
                new Need(
                    "lambda:InvokeFunctionUrl",
                    arn,
                    Map.of("lambda:FunctionUrlAuthType", authType)),
                new Need(
                    "lambda:InvokeFunction",
                    arn,
                    Map.of(
                        "lambda:FunctionUrlAuthType",
                        authType,
                        "lambda:InvokedViaFunctionUrl",
                        List.of("true")))));
    try {
      authorization.check(access, call);
    } catch (ServiceException e) {
      throw e.status() == 403 ? forbidden() : e; // why is no business of whoever may be anyone
    }
  }

  private Call call(HttpRequest request, FunctionUrl url, String requestId, Caller caller) {
    return new Call(
        requestId,
        SERVICE,
        "InvokeFunctionUrl",
        url.function().region(),
        caller,
        request.endpoint(),
        request.sourceAddress(),
        request.headers().first("User-Agent", ""),
        clock.instant(),
        request.headers().first("X-Amzn-Trace-Id").orElse(null));
  }

  static ServiceException forbidden() {
    return new ServiceException("AccessDeniedException", 403, "Forbidden");
  }
}
