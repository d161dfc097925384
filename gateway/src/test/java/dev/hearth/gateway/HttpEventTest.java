package dev.hearth.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.Caller;
import dev.hearth.wire.http.HttpRequest;
import java.io.IOException;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

class HttpEventTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode event(HttpRequest request, byte[] body) throws IOException {
    return event(request, body, FunctionUrlAuthType.NONE, Caller.anonymous(Samples.OWNER));
  }

  private static JsonNode event(
      HttpRequest request, byte[] body, FunctionUrlAuthType authType, Caller caller)
      throws IOException {
    var address = Objects.requireNonNull(UrlAddress.of(request));
    var payload =
        HttpEvent.of(
            request,
            Payload.of(body),
            address,
            Samples.url(authType, null),
            Samples.call(caller),
            "Root=1-2");
    return JSON.readTree(payload.bytes());
  }

  private static JsonNode event(String query, String... headers) throws IOException {
    return event(Samples.request("GET", "/", query, headers), new byte[0]);
  }

  @Test
  void anEventHasEveryFieldOfTheFormat() throws Exception {
    var request =
        Samples.request(
            "POST",
            "/my/path",
            "parameter1=value1&parameter1=value2&parameter2=value",
            "User-Agent",
            "agent",
            "Content-Type",
            "text/plain",
            "Header1",
            "value1",
            "Header2",
            "value1",
            "Header2",
            "value2",
            "Cookie",
            "cookie1; cookie2");
    assertThat(event(request, "Hello from client!".getBytes(UTF_8)))
        .isEqualTo(
            JSON.readTree(
                """
                {
                  "version": "2.0",
                  "routeKey": "$default",
                  "rawPath": "/my/path",
                  "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
                  "cookies": ["cookie1", "cookie2"],
                  "headers": {
                    "content-type": "text/plain",
                    "header1": "value1",
                    "header2": "value1,value2",
                    "host": "HOST:4566",
                    "user-agent": "agent",
                    "x-forwarded-for": "203.0.113.9",
                    "x-forwarded-proto": "http",
                    "x-forwarded-port": "4566",
                    "x-amzn-trace-id": "Root=1-2"
                  },
                  "queryStringParameters": {
                    "parameter1": "value1,value2",
                    "parameter2": "value"
                  },
                  "requestContext": {
                    "accountId": "123456789012",
                    "apiId": "ID",
                    "authentication": null,
                    "authorizer": null,
                    "domainName": "HOST",
                    "domainPrefix": "ID",
                    "http": {
                      "method": "POST",
                      "path": "/my/path",
                      "protocol": "HTTP/1.1",
                      "sourceIp": "203.0.113.9",
                      "userAgent": "agent"
                    },
                    "requestId": "00000000-0000-4000-8000-000000000000",
                    "routeKey": "$default",
                    "stage": "$default",
                    "time": "12/Mar/2026:19:03:58 +0000",
                    "timeEpoch": 1773342238123
                  },
                  "body": "Hello from client!",
                  "pathParameters": null,
                  "isBase64Encoded": false,
                  "stageVariables": null
                }
                """
                    .replace("HOST", Samples.ID + ".lambda-url.eu-west-1.localhost")
                    .replace("ID", Samples.ID)));
  }

  @Test
  void aSignedCallersIdentityIsThereAndItsCredentialsAreNot() throws Exception {
    var request =
        Samples.request(
            "GET",
            "/",
            "",
            "Authorization",
            "AWS4-HMAC-SHA256 …",
            "X-Amz-Security-Token",
            "token",
            "X-Amz-Date",
            "20260312T190358Z");
    var event = event(request, new byte[0], FunctionUrlAuthType.AWS_IAM, Samples.user());

    assertThat(event.at("/requestContext/authorizer"))
        .isEqualTo(
            JSON.readTree(
                """
                {"iam": {"accessKey": "AKIAANN", "accountId": "123456789012",
                 "callerId": "AIDAANN", "cognitoIdentity": null, "principalOrgId": null,
                 "userArn": "arn:aws:iam::123456789012:user/ann", "userId": "AIDAANN"}}
                """));
    assertThat(event.get("headers").has("authorization")).isFalse();
    assertThat(event.get("headers").has("x-amz-security-token")).isFalse();
    assertThat(event.get("headers").has("x-amz-date")).isTrue();
  }

  @Test
  void anOpenUrlsFunctionSeesTheAuthorizationItChecksItself() throws Exception {
    assertThat(event("", "Authorization", "Bearer x").at("/headers/authorization").asText())
        .isEqualTo("Bearer x");
  }

  @Test
  void whatIsNotThereIsLeftOut() throws Exception {
    var event = event("");
    assertThat(event.has("cookies")).isFalse();
    assertThat(event.has("queryStringParameters")).isFalse();
    assertThat(event.has("body")).isFalse();
    assertThat(event.get("isBase64Encoded").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "a=1&a=2, a, '1,2'",
    "a, a, ''",
    "a=, a, ''",
    "a=b=c, a, b=c",
    "a%20b=c+d, a b, c d",
    "n=%C3%BC, n, ü",
    "n=%zz, n, %zz",
    "&&x=1&, x, 1",
  })
  void parametersAreDecodedAndJoined(String query, String name, String value) throws Exception {
    assertThat(event(query).at("/queryStringParameters").get(name).asText()).isEqualTo(value);
    assertThat(event(query).get("rawQueryString").asText()).isEqualTo(query);
  }

  @Test
  void cookiesOfSeveralHeadersBecomeOneList() throws Exception {
    var event = event("", "Cookie", "a=1; b=2", "Cookie", "c=3;");
    assertThat(event.get("cookies")).isEqualTo(JSON.readTree("[\"a=1\",\"b=2\",\"c=3\"]"));
    assertThat(event.get("headers").has("cookie")).isFalse();
  }

  @Test
  void aClientCannotMakeUpWhereItComesFrom() throws Exception {
    var event = event("", "X-Forwarded-For", "10.0.0.1", "X-Forwarded-Proto", "https");
    assertThat(event.at("/headers/x-forwarded-for").asText()).isEqualTo("203.0.113.9");
    assertThat(event.at("/headers/x-forwarded-proto").asText()).isEqualTo("http");
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, false",
    "TEXT/HTML; charset=utf-8, false",
    "application/json, false",
    "application/problem+json, false",
    "application/javascript, false",
    "application/xml, false",
    "image/svg+xml, false",
    "application/x-www-form-urlencoded, true",
    "multipart/form-data; boundary=x, true",
    "application/octet-stream, true",
    "image/png, true",
  })
  void theContentTypeTellsWhetherABodyIsBinary(String type, boolean binary) throws Exception {
    var event = event(Samples.request("POST", "/", "", "Content-Type", type), "hü".getBytes(UTF_8));
    assertThat(event.get("isBase64Encoded").asBoolean()).isEqualTo(binary);
    var body = event.get("body").asText();
    assertThat(binary ? new String(Base64.getDecoder().decode(body), UTF_8) : body).isEqualTo("hü");
  }

  @Test
  void compressedAndBrokenTextTravelsInBase64() throws Exception {
    byte[] bytes = {0x1f, (byte) 0x8b, 0, (byte) 0xff};
    var packed =
        Samples.request("POST", "/", "", "Content-Type", "text/plain", "Content-Encoding", "gzip");
    var broken = Samples.request("POST", "/", "", "Content-Type", "application/json");
    for (var request : new HttpRequest[] {packed, broken}) {
      var event = event(request, bytes);
      assertThat(event.get("isBase64Encoded").asBoolean()).isTrue();
      assertThat(Base64.getDecoder().decode(event.get("body").asText())).isEqualTo(bytes);
    }
  }

  @Test
  void aPathStaysAsItCame() throws Exception {
    var event = event(Samples.request("GET", "/a%20b/%2F", ""), new byte[0]);
    assertThat(event.get("rawPath").asText()).isEqualTo("/a%20b/%2F");
    assertThat(event.at("/requestContext/http/path").asText()).isEqualTo("/a%20b/%2F");
  }
}
