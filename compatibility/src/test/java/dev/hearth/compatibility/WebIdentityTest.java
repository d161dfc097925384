package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hearth.identity.Administrator;
import dev.hearth.identity.certificates.LocalAuthority;
import dev.hearth.kernel.Payload;
import dev.hearth.secrets.master.MasterKeySource;
import dev.hearth.server.FunctionsConfig;
import dev.hearth.server.IdentityConfig;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import dev.hearth.wire.http.HttpHeaders;
import dev.hearth.wire.http.HttpLimits;
import dev.hearth.wire.http.HttpRequest;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.http.HttpServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;
import software.amazon.awssdk.services.sts.model.ExpiredTokenException;
import software.amazon.awssdk.services.sts.model.IdpCommunicationErrorException;
import software.amazon.awssdk.services.sts.model.IdpRejectedClaimException;
import software.amazon.awssdk.services.sts.model.InvalidIdentityTokenException;
import software.amazon.awssdk.services.sts.model.StsException;

/// Signing in with tokens of an issuer on this machine, through AWS's clients.
class WebIdentityTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;
  private RSAKey key;
  private HttpServer issuer;
  private Server server;
  private IamClient iam;
  private StsClient sts;
  private volatile boolean silent;

  @BeforeEach
  void start() throws Exception {
    key = new RSAKeyGenerator(2_048).keyID("1").generate();
    var tls = new LocalAuthority(folder.resolve("issuer"), new SecureRandom(), Instant::now);
    issuer =
        new HttpServer(
            LOOPBACK, 0, tls.tls(LOOPBACK, List.of()), HttpLimits.DEFAULT, List.of(), this::answer);
    server =
        Server.start(
            new ServerConfig(
                    0,
                    folder.resolve("data"),
                    false,
                    new FunctionsConfig("process", Cloud.runtimes()))
                .with(new IdentityConfig(true, new MasterKeySource.DataFolder())));
    var administrator = Administrator.read(folder.resolve("data")).orElseThrow();
    iam =
        IamClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        administrator.accessKeyId(), administrator.secret())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    sts =
        StsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterEach
  void stop() {
    sts.close();
    iam.close();
    server.close();
    issuer.close();
  }

  private HttpResponse answer(HttpRequest request) {
    if (silent) {
      return HttpResponse.empty(503);
    }
    var text =
        request.rawPath().equals("/keys")
            ? new JWKSet(key).toString()
            : "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url());
    return HttpResponse.of(
        200, HttpHeaders.of("Content-Type", "application/json"), Payload.of(text));
  }

  private String url() {
    return "https://localhost:" + issuer.port();
  }

  private String token(String audience, Instant from) throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .subject("repo:hearth/hearth:ref:refs/heads/main")
            .audience(audience)
            .issueTime(Date.from(from))
            .expirationTime(Date.from(from.plusSeconds(300)))
            .build();
    var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("1").build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private String role() {
    var provider =
        iam.createOpenIDConnectProvider(r -> r.url(url()).clientIDList("sts.amazonaws.com"))
            .openIDConnectProviderArn();
    assertThat(
            iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(provider))
                .thumbprintList())
        .hasSize(1); // of the certificate that the issuer showed
    var trust =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
        "Principal":{"Federated":"%s"},"Action":"sts:AssumeRoleWithWebIdentity",\
        "Condition":{"StringLike":{"localhost:%d:sub":"repo:hearth/*"}}}]}\
        """
            .formatted(provider, issuer.port());
    return iam.createRole(r -> r.roleName("ci").assumeRolePolicyDocument(trust)).role().arn();
  }

  private AssumeRoleWithWebIdentityResponse assume(String role, String token) {
    return sts.assumeRoleWithWebIdentity(
        r -> r.roleArn(role).roleSessionName("build").webIdentityToken(token));
  }

  @Test
  void theCommandLineSignsInWithATokenInAFile() throws Exception {
    var role = role();
    Files.writeString(folder.resolve("token"), token("sts.amazonaws.com", Instant.now()));
    var environment =
        Map.of(
            "AWS_ENDPOINT_URL",
            server.endpoint().toString(),
            "AWS_DEFAULT_REGION",
            "us-east-1",
            "AWS_ROLE_ARN",
            role,
            "AWS_ROLE_SESSION_NAME",
            "build",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            folder.resolve("token").toString(),
            "PYTHONPATH",
            Clients.awsCli().toString(),
            "AWS_CONFIG_FILE",
            folder.resolve("none").toString(),
            "AWS_EC2_METADATA_DISABLED",
            "true");

    var who =
        new Command(
                List.of(
                    "python3", "-m", "awscli", "--output", "json", "sts", "get-caller-identity"),
                environment,
                folder)
            .run()
            .json();

    assertThat(who.get("Arn").asText())
        .isEqualTo(role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/build");
  }

  @Test
  void refusalsAreTheSdksOwnExceptions() throws Exception {
    var role = role();
    var now = Instant.now();

    var good = assume(role, token("sts.amazonaws.com", now));
    assertThat(good.provider()).isEqualTo(url());
    assertThat(good.audience()).isEqualTo("sts.amazonaws.com");
    assertThat(good.subjectFromWebIdentityToken()).startsWith("repo:hearth/hearth");

    var foreign = token("somebody.else", now);
    assertThatThrownBy(() -> assume(role, foreign))
        .isInstanceOf(InvalidIdentityTokenException.class)
        .hasMessageContaining("Incorrect token audience");
    var old = token("sts.amazonaws.com", now.minusSeconds(3_600));
    assertThatThrownBy(() -> assume(role, old)).isInstanceOf(ExpiredTokenException.class);
    var early = token("sts.amazonaws.com", now.plusSeconds(3_600));
    assertThatThrownBy(() -> assume(role, early))
        .isInstanceOfSatisfying(
            IdpRejectedClaimException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    var ours = token("sts.amazonaws.com", now);
    assertThatThrownBy(() -> assume(role + "x", ours))
        .isInstanceOfSatisfying(StsException.class, e -> assertThat(e.statusCode()).isEqualTo(403))
        .hasMessageContaining("Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  @Test
  void anIssuerThatDoesNotAnswerIsSaidSo() throws Exception {
    var role = role();
    silent = true;
    var token = token("sts.amazonaws.com", Instant.now());

    assertThatThrownBy(() -> assume(role, token))
        .isInstanceOf(IdpCommunicationErrorException.class)
        .hasMessageContaining("503");
  }
}
