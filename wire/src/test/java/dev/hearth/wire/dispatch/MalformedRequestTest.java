package dev.hearth.wire.dispatch;

import static dev.hearth.wire.dispatch.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.wire.ServiceOperation;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.ServiceModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be read is the client's fault, told in its protocol, and never costs more than a
/// moment.
class MalformedRequestTest {
  private static final Wired WIRED =
      new Wired()
          .with("lambda", empty("lambda", "CreateFunction"), empty("lambda", "ListFunctions"))
          .with("dynamodb", empty("dynamodb", "PutItem"))
          .with("iam", empty("iam", "CreateUser"))
          .with("s3", empty("s3", "PutBucketTagging"), empty("s3", "ListObjectsV2"))
          .with("cloudwatch", empty("cloudwatch", "GetMetricData"));

  private static ServiceOperation<?> empty(String service, String operation) {
    return Wired.empty(ServiceModel.of(service).operation(operation).orElseThrow());
  }

  private static HttpResponse createFunction(String json) {
    return WIRED.answer(
        Requests.of("POST", "/2015-03-31/functions").signedFor("lambda").body(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "nonsense",
        "[]",
        "null",
        "\"text\"",
        "{} {}",
        "{\"FunctionName\":1}",
        "{\"FunctionName\":[\"a\"]}",
        "{\"FunctionName\":{\"a\":1}}",
        "{\"Timeout\":\"3\"}",
        "{\"Timeout\":1.5}",
        "{\"Timeout\":99999999999999999999999}",
        "{\"Timeout\":2147483648}",
        "{\"Timeout\":true}",
        "{\"Publish\":\"true\"}",
        "{\"Layers\":{}}",
        "{\"Layers\":[null]}",
        "{\"Tags\":{\"a\":null}}",
        "{\"Tags\":[]}",
        "{\"Code\":\"zip\"}",
        "{\"Code\":{\"ZipFile\":\"***\"}}",
        "{\"Code\":{\"ZipFile\":7}}",
        "{'FunctionName':'a'}",
        "{\"FunctionName\":\"\\uD83D",
      })
  void jsonThatCannotBeReadIsASerializationException(String json) {
    var response = createFunction(json);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.headers().first("x-amzn-ErrorType")).contains("SerializationException");
    assertThat(text(response)).doesNotContain("***");
  }

  @Test
  void jsonThatNestsWithoutEndIsRefused() {
    var deep = "{\"Item\":{\"a\":" + "{\"L\":[".repeat(50_000);
    var response = WIRED.answer(Requests.target("dynamodb", "DynamoDB_20120810.PutItem", deep));
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).contains("SerializationException");
    var unknown = "{\"Unknown\":" + "[".repeat(50_000);
    assertThat(createFunction(unknown).status()).isEqualTo(400);
  }

  @Test
  void unknownMembersAreSkipped() {
    var response =
        createFunction(
            "{\"FunctionName\":\"f\",\"Role\":\"arn:aws:iam::123456789012:role/r\","
                + "\"Code\":{\"ZipFile\":\"\",\"New\":[{}]},\"Newer\":{\"a\":[1,{\"b\":null}]}}");
    assertThat(text(response)).isEqualTo("{}");
    assertThat(response.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Tagging>",
        "nonsense",
        "<a/><b/>",
        "<Tagging><TagSet><Tag><Key>a</Key></TagSet></Tagging>",
        "<!DOCTYPE a [<!ENTITY b"
            + " \"c\">]><Tagging><TagSet><Tag><Key>&b;</Key></Tag></TagSet></Tagging>",
        "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><Tagging/>",
        "<Tagging>&nonsense;</Tagging>",
      })
  void xmlThatCannotBeReadIsMalformed(String xml) {
    var response =
        WIRED.answer(Requests.of("PUT", "/b").query("tagging").signedFor("s3").body(xml));
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).contains("<Code>MalformedXML</Code>");
  }

  @Test
  void xmlThatNestsWithoutEndIsRefused() {
    var deep = "<Tagging>" + "<TagSet>".repeat(100_000);
    var response =
        WIRED.answer(Requests.of("PUT", "/b").query("tagging").signedFor("s3").body(deep));
    assertThat(response.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action=CreateUser&UserName=%ZZ",
        "Action=CreateUser&UserName=%",
        "Action=CreateUser&Tags.member.1=a",
        "Action=CreateUser&UserName.a.b=1",
      })
  void formsThatCannotBeReadAreMalformed(String form) {
    var response = WIRED.answer(Requests.form("iam", form));
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).containsAnyOf("<Code>MalformedInput<", "<Code>ValidationError<");
  }

  @Test
  void formsOfHostileSizeAreRefused() {
    var deep = "Action=CreateUser&" + "a.".repeat(10_000) + "b=1";
    assertThat(WIRED.answer(Requests.form("iam", deep)).status()).isEqualTo(400);
    var wide = "Action=CreateUser" + "&a=1".repeat(50_000);
    assertThat(WIRED.answer(Requests.form("iam", wide)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max-keys=many", "max-keys=99999999999", "fetch-owner=maybe", "prefix=%Z"})
  void queryParametersOfTheWrongTypeAreRefused(String query) {
    var request = Requests.of("GET", "/b").query("list-type=2&" + query).signedFor("s3");
    assertThat(WIRED.answer(request).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/2015-03-31/functions/%ZZ", "/2015-03-31/functions/%"})
  void brokenPathsAreRefused(String path) {
    assertThat(WIRED.answer(Requests.of("GET", path).signedFor("lambda")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00bf", "\u0000", "\u009f\u00ff", "\u00a1aa"})
  void cborThatCannotBeReadIsASerializationException(String latin) {
    var body =
        dev.hearth.kernel.Payload.of(latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    var response =
        WIRED.answer(
            Requests.of("POST", "/service/GraniteServiceVersion20100801/operation/GetMetricData")
                .header("smithy-protocol", "rpc-v2-cbor")
                .signedFor("monitoring")
                .body(body));
    assertThat(response.status()).isEqualTo(400);
    assertThat(text(response)).contains("SerializationException");
  }
}
