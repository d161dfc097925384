package dev.hearth.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.signature.SignatureVerifier.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

class UrlCallersTest {
  private static final String ARN = "arn:aws:lambda:eu-west-1:123456789012:function:f:live";

  private final List<Access> asked = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private boolean allowed = true;
  private String service = "lambda";
  private Region region = Samples.REGION;
  private final UrlCallers callers =
      new UrlCallers(
          (request, _) ->
              new Verified(
                  Samples.user(), region, service, request.body(), request.contentLength()),
          (access, call) -> {
            asked.add(access);
            calls.add(call);
            if (!allowed) {
              throw new ServiceException("AccessDeniedException", 403, "User: … is not authorized");
            }
          },
          () -> Samples.NOW);

  private static HttpRequest signed() {
    return Samples.request(
        "GET", "/", "", "Authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request");
  }

  private Call admit(HttpRequest request, FunctionUrlAuthType authType) {
    return callers.admit(request, Samples.url(authType, null), "id").call();
  }

  @Test
  void anOpenUrlsCallerIsAnonymousWhateverItSigns() {
    var call = admit(signed(), FunctionUrlAuthType.NONE);
    assertThat(call.caller().arn()).isEqualTo("*");
    assertThat(call.account()).isEqualTo(Samples.OWNER);
    assertThat(call.region()).isEqualTo(Samples.REGION);
  }

  @Test
  void bothPermissionsAreAskedForWithTheirConditions() {
    admit(Samples.request("GET", "/", ""), FunctionUrlAuthType.NONE);
    var none = List.of("NONE");
    assertThat(asked)
        .containsExactly(
            new Access(
                List.of(
                    new Access.Need(
                        "lambda:InvokeFunctionUrl",
                        ARN,
                        Map.of("lambda:FunctionUrlAuthType", none)),
                    new Access.Need(
                        "lambda:InvokeFunction",
                        ARN,
                        Map.of(
                            "lambda:FunctionUrlAuthType",
                            none,
                            "lambda:InvokedViaFunctionUrl",
                            List.of("true"))))));
  }

  @Test
  void aSignedCallerIsTheOneWhoSigned() {
    assertThat(admit(signed(), FunctionUrlAuthType.AWS_IAM).caller()).isEqualTo(Samples.user());
    assertThat(calls.getFirst().operation()).isEqualTo("InvokeFunctionUrl");
  }

  @Test
  void whoDoesNotSignIsRefusedWhereASignatureIsWanted() {
    refused(Samples.request("GET", "/", ""));
    assertThat(asked).isEmpty();
  }

  @Test
  void aSignatureForAnotherServiceOrRegionIsNoUse() {
    service = "s3";
    refused(signed());
    service = "lambda";
    region = new Region("us-east-1");
    refused(signed());
  }

  @Test
  void whoIsNotAllowedIsNotToldWhy() {
    allowed = false;
    refused(signed());
  }

  private void refused(HttpRequest request) {
    assertThatThrownBy(() -> admit(request, FunctionUrlAuthType.AWS_IAM))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(403);
              assertThat(refusal.getMessage()).isEqualTo("Forbidden");
            });
  }
}
