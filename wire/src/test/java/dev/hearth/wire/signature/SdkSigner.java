package dev.hearth.wire.signature;

import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// AWS's own signer: the client side of every test here.
final class SdkSigner {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  private final AwsCredentialsIdentity identity;
  private final String service;
  private final Instant time;

  SdkSigner(AwsCredentialsIdentity identity, String service, Instant time) {
    this.identity = identity;
    this.service = service;
    this.time = time;
  }

  static AwsCredentialsIdentity permanent() {
    return AwsCredentialsIdentity.create(Requests.KEY, Requests.SECRET);
  }

  HttpRequest signed(SdkHttpRequest request, byte[] body) {
    return sign(request, body, _ -> {});
  }

  HttpRequest presigned(SdkHttpRequest request, Duration validity) {
    return sign(
        request,
        new byte[0],
        r ->
            r.putProperty(
                    AwsV4FamilyHttpSigner.AUTH_LOCATION,
                    AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, !service.equals("s3"))
                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, validity));
  }

  HttpRequest unsignedContent(SdkHttpRequest request, byte[] body) {
    return sign(
        request, body, r -> r.putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false));
  }

  /// @param signsPayload whether chunks are signed
  /// @param trailer the checksum that follows, or null for none
  HttpRequest chunked(
      SdkHttpRequest request,
      byte[] body,
      boolean signsPayload,
      @Nullable ChecksumAlgorithm trailer) {
    return sign(
        request,
        body,
        r -> {
          r.putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true)
              .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, signsPayload);
          if (trailer != null) {
            r.putProperty(AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, trailer);
          }
        });
  }

  private HttpRequest sign(
      SdkHttpRequest request,
      byte[] body,
      Consumer<SignRequest.Builder<AwsCredentialsIdentity>> more) {
    boolean isS3 = service.equals("s3");
    var signed =
        SIGNER.sign(
            r -> {
              r.identity(identity)
                  .request(request)
                  .payload(ContentStreamProvider.fromByteArray(body))
                  .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                  .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-3")
                  .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !isS3)
                  .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !isS3)
                  .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC));
              more.accept(r);
            });
    var headers = HttpHeaders.builder();
    signed.request().forEachHeader((name, values) -> values.forEach(v -> headers.add(name, v)));
    var content = signed.payload().map(SdkSigner::read).orElseGet(() -> new byte[0]);
    var query = signed.request().encodedQueryParameters().orElse("");
    return Requests.request(
            signed.request().method().name(),
            signed.request().encodedPath() + (query.isEmpty() ? "" : "?" + query),
            headers.build(),
            "")
        .withBody(new ByteArrayInputStream(content), content.length);
  }

  private static byte[] read(ContentStreamProvider payload) {
    try (var stream = payload.newStream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
