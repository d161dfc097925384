package dev.hearth.wire.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hearth.wire.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The facts of AWS's published examples: the Signature Version 4 test suite, and the walk-throughs
/// of the S3 API Reference.
final class PublishedExamplesTest {
  private static final SigV4Verifier IN_2015 = verifierAt("2015-08-30T12:36:00Z");
  private static final SigV4Verifier IN_2013 = verifierAt("2013-05-24T00:00:00Z");
  private static final String EMPTY_HASH =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static SigV4Verifier verifierAt(String time) {
    return new SigV4Verifier(
        Requests.KEYS,
        InstantSource.fixed(Instant.parse(time)),
        SigV4Verifier.DEFAULT_BUFFERED_BYTES);
  }

  static Stream<Arguments> suite() {
    var vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    var unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return Stream.of(
        example("get-vanilla", "GET", "/", vanilla),
        example("get-slash", "GET", "//", vanilla),
        example("get-slash-dot-slash", "GET", "/./", vanilla),
        example("get-relative", "GET", "/example/..", vanilla),
        example("get-relative-relative", "GET", "/example1/example2/../..", vanilla),
        example(
            "get-unreserved",
            "GET",
            "/" + unreserved,
            "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        example(
            "get-vanilla-query-order-key-case",
            "GET",
            "/?Param2=value2&Param1=value1",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        example(
            "get-vanilla-query-unreserved",
            "GET",
            "/?" + unreserved + "=" + unreserved,
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
        example(
            "post-vanilla",
            "POST",
            "/",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"));
  }

  private static Arguments example(String name, String method, String target, String signature) {
    return Arguments.of(name, method, target, signature);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("suite")
  void theTestSuiteIsVerified(String name, String method, String target, String signature) {
    var headers =
        HttpHeaders.of(
            "Host", "example.amazonaws.com",
            "X-Amz-Date", "20150830T123600Z",
            "Authorization", authorization("host;x-amz-date", signature));
    var verified = IN_2015.verify(Requests.request(method, target, headers, ""), Dialect.QUERY);
    assertThat(verified.service()).as(name).isEqualTo("service");
    assertThat(verified.region().name()).isEqualTo("us-east-1");
    assertThat(verified.caller().accessKeyId()).isEqualTo(Requests.KEY);
  }

  @Test
  void repeatedHeadersAreJoinedInTheirOrder() {
    var headers =
        HttpHeaders.of(
            "Host", "example.amazonaws.com",
            "My-Header1", "value2",
            "My-Header1", "value2",
            "My-Header1", "value1",
            "X-Amz-Date", "20150830T123600Z",
            "Authorization",
                authorization(
                    "host;my-header1;x-amz-date",
                    "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"));
    verify2015("GET", headers, "");
  }

  @Test
  void spaceInHeaderValuesIsTrimmedAndCollapsed() {
    var headers =
        HttpHeaders.of(
            "Host", "example.amazonaws.com",
            "My-Header1", " value1",
            "My-Header2", " \"a   b   c\"",
            "X-Amz-Date", "20150830T123600Z",
            "Authorization",
                authorization(
                    "host;my-header1;my-header2;x-amz-date",
                    "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"));
    verify2015("GET", headers, "");
  }

  @Test
  void contentWithoutAHashHeaderIsHashed() {
    var headers =
        HttpHeaders.of(
            "Content-Type", "application/x-www-form-urlencoded",
            "Host", "example.amazonaws.com",
            "X-Amz-Date", "20150830T123600Z",
            "Authorization",
                authorization(
                    "content-type;host;x-amz-date",
                    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
    verify2015("POST", headers, "Param1=value1");
  }

  private static void verify2015(String method, HttpHeaders headers, String body) {
    var request = Requests.request(method, "/", headers, body);
    assertThatCode(() -> IN_2015.verify(request, Dialect.QUERY)).doesNotThrowAnyException();
  }

  private static String authorization(String signedHeaders, String signature) {
    return "AWS4-HMAC-SHA256 Credential="
        + Requests.KEY
        + "/20150830/us-east-1/service/aws4_request, SignedHeaders="
        + signedHeaders
        + ", Signature="
        + signature;
  }

  private static String s3Authorization(String signedHeaders, String signature) {
    return "AWS4-HMAC-SHA256 Credential="
        + Requests.S3_KEY
        + "/20130524/us-east-1/s3/aws4_request,SignedHeaders="
        + signedHeaders
        + ",Signature="
        + signature;
  }

  @Test
  void s3sExampleOfGetIsVerified() {
    var headers =
        HttpHeaders.of(
            "Host", "examplebucket.s3.amazonaws.com",
            "Range", "bytes=0-9",
            "x-amz-content-sha256", EMPTY_HASH,
            "x-amz-date", "20130524T000000Z",
            "Authorization",
                s3Authorization(
                    "host;range;x-amz-content-sha256;x-amz-date",
                    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
    var verified = IN_2013.verify(Requests.request("GET", "/test.txt", headers, ""), Dialect.S3);
    assertThat(verified.service()).isEqualTo("s3");
  }

  @Test
  void s3sExampleOfPutIsVerified() throws Exception {
    var headers =
        HttpHeaders.of(
            "Host", "examplebucket.s3.amazonaws.com",
            "Date", "Fri, 24 May 2013 00:00:00 GMT",
            "x-amz-content-sha256",
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            "x-amz-date", "20130524T000000Z",
            "x-amz-storage-class", "REDUCED_REDUNDANCY",
            "Authorization",
                s3Authorization(
                    "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
    var body = "Welcome to Amazon S3.";
    for (var spelling : new String[] {"/test%24file.text", "/test$file.text"}) {
      var verified = IN_2013.verify(Requests.request("PUT", spelling, headers, body), Dialect.S3);
      assertThat(verified.body().readAllBytes()).asString().isEqualTo(body);
    }
  }

  @Test
  void s3sExampleOfAPresignedUrlIsVerified() {
    var target =
        "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + Requests.S3_KEY
            + "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
            + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
            + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    var headers = HttpHeaders.of("Host", "examplebucket.s3.amazonaws.com");
    assertThat(CredentialScope.of(Requests.request("GET", target, headers, "")))
        .contains(new CredentialScope("20130524", "us-east-1", "s3"));
    var verified = IN_2013.verify(Requests.request("GET", target, headers, ""), Dialect.S3);
    assertThat(verified.caller().accessKeyId()).isEqualTo(Requests.S3_KEY);
  }

  @Test
  void s3sExampleOfSignedChunksIsVerifiedChunkByChunk() throws Exception {
    var headers =
        HttpHeaders.of(
            "Host", "s3.amazonaws.com",
            "x-amz-date", "20130524T000000Z",
            "x-amz-storage-class", "REDUCED_REDUNDANCY",
            "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "Content-Encoding", "aws-chunked",
            "x-amz-decoded-content-length", "66560",
            "Content-Length", "66824",
            "Authorization",
                s3Authorization(
                    "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                        + "x-amz-decoded-content-length;x-amz-storage-class",
                    "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"));
    var framed =
        chunk(65_536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
            + chunk(1_024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
            + chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
    assertThat(framed).hasSize(66_824);
    var request = Requests.request("PUT", "/examplebucket/chunkObject.txt", headers, "");
    var verified =
        IN_2013.verify(
            request.withBody(
                new SequenceInputStream( // arrives in pieces
                    new ByteArrayInputStream(
                        framed.substring(0, 70).getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayInputStream(
                        framed.substring(70).getBytes(StandardCharsets.UTF_8))),
                framed.length()),
            Dialect.S3);
    assertThat(verified.contentLength()).isEqualTo(66_560);
    assertThat(verified.body().readAllBytes()).asString().isEqualTo("a".repeat(66_560));
  }

  private static String chunk(int size, String signature) {
    return Integer.toHexString(size)
        + ";chunk-signature="
        + signature
        + "\r\n"
        + "a".repeat(size)
        + "\r\n";
  }
}
