package dev.hearth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionAnswerTest {
  private static HttpResponse answer(String returned) {
    return FunctionAnswer.of(Payload.of(returned));
  }

  private static String body(HttpResponse response) {
    return ((HttpResponse.Body.Bytes) response.body()).payload().text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Hello, world!\"",
        "{\"message\": \"Hello, world!\"}",
        "[1, 2]",
        "null",
        "42",
        "{\"headers\": {\"x\": \"y\"}, \"body\": \"b\"}",
      })
  void jsonWithoutAStatusIsItselfTheBody(String returned) {
    var response = answer(returned);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Content-Type")).contains("application/json");
    assertThat(body(response)).isEqualTo(returned);
  }

  @Test
  void statusHeadersCookiesAndBodyAreTaken() {
    var response =
        answer(
            """
            {"statusCode": 201,
             "headers": {"Content-Type": "text/html", "My-Custom-Header": "Custom Value",
               "x-number": 7, "x-flag": true},
             "body": "<b>ü</b>",
             "cookies": ["Cookie_1=Value1; Expires=21 Oct 2027 07:48 GMT", "Cookie_2=Value2"],
             "isBase64Encoded": false}
            """);
    assertThat(response.status()).isEqualTo(201);
    assertThat(body(response)).isEqualTo("<b>ü</b>");
    assertThat(response.headers().all("Content-Type")).containsExactly("text/html");
    assertThat(response.headers().first("my-custom-header")).contains("Custom Value");
    assertThat(response.headers().first("x-number")).contains("7");
    assertThat(response.headers().first("x-flag")).contains("true");
    assertThat(response.headers().all("Set-Cookie"))
        .containsExactly("Cookie_1=Value1; Expires=21 Oct 2027 07:48 GMT", "Cookie_2=Value2");
  }

  @Test
  void aStatusAloneIsAnAnswer() {
    var response = answer("{\"statusCode\": \"204\", \"headers\": null, \"body\": null}");
    assertThat(response.status()).isEqualTo(204);
    assertThat(body(response)).isEmpty();
    assertThat(response.headers().first("Content-Type")).contains("application/json");
  }

  @Test
  void aBodyInBase64IsDecoded() {
    var response =
        answer("{\"statusCode\": 200, \"body\": \"AP+ACg==\", \"isBase64Encoded\": true}");
    var bytes = ((HttpResponse.Body.Bytes) response.body()).payload().bytes();
    assertThat(bytes).containsExactly(0, 0xff, 0x80, 0x0a);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not JSON",
        "{\"statusCode\": 200",
        "{\"statusCode\": \"abc\"}",
        "{\"statusCode\": null}",
        "{\"statusCode\": 99}",
        "{\"statusCode\": 600}",
        "{\"statusCode\": 200, \"body\": {\"a\": 1}}",
        "{\"statusCode\": 200, \"body\": 7}",
        "{\"statusCode\": 200, \"body\": \"%%%\", \"isBase64Encoded\": true}",
        "{\"statusCode\": 200, \"headers\": [\"a\"]}",
        "{\"statusCode\": 200, \"headers\": {\"a\": [\"b\"]}}",
        "{\"statusCode\": 200, \"headers\": {\"a b\": \"c\"}}",
        "{\"statusCode\": 200, \"headers\": {\"\": \"c\"}}",
        "{\"statusCode\": 200, \"headers\": {\"a\": \"b\\r\\nset-cookie: c\"}}",
        "{\"statusCode\": 200, \"headers\": {\"a\": \"\\u0001\"}}",
        "{\"statusCode\": 200, \"cookies\": \"a=b\"}",
        "{\"statusCode\": 200, \"cookies\": [1]}",
      })
  void whatIsNoAnswerIsTheFunctionsFault(String returned) {
    var response = answer(returned);
    assertThat(response.status()).isEqualTo(502);
    assertThat(body(response)).isEqualTo("Internal Server Error");
  }
}
