package dev.hearth.identity.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.hearth.identity.Cloud;
import dev.hearth.wire.Caller;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

class WebIdentityTest extends WebIdentity {
  private static final String ISSUED_TO_US = "\"StringEquals\":{\"ISSUER:aud\":\"a-client\"}";

  @Test
  void whomATrustedIssuerVouchesForGetsTheRole() {
    var provider = register();
    var role = role(provider, ISSUED_TO_US);
    cloud.run(
        PutRolePolicyRequest.builder()
            .roleName("r")
            .policyName("p")
            .policyDocument(Cloud.allowing("s3:*"))
            .build());

    var response = assume(role, issuer.token(cloud.now(), claims -> claims));

    assertThat(response.subjectFromWebIdentityToken()).isEqualTo("repo:a/b");
    assertThat(response.audience()).isEqualTo("a-client");
    assertThat(response.provider()).isEqualTo(issuer.url());
    assertThat(response.sourceIdentity()).isNull();
    assertThat(response.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::" + cloud.account() + ":assumed-role/r/me");
    assertThat(response.credentials().expiration())
        .isEqualTo(cloud.now().plus(Duration.ofHours(1)));
    var session = session(response);
    assertThat(cloud.verdict(session, "s3:GetObject", "arn:aws:s3:::b/k")).isEqualTo("allowed");
    assertThat(session.conditions())
        .containsEntry("aws:FederatedProvider", provider)
        .containsEntry(issuer.name() + ":sub", "repo:a/b")
        .containsEntry(issuer.name() + ":aud", "a-client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void everyAlgorithmOfRsaIsTaken(String algorithm) {
    var role = role(register(), ISSUED_TO_US);
    var claims = issuer.claims(cloud.now()).build();

    assume(role, TestIssuer.sign(JWSAlgorithm.parse(algorithm), TestIssuer.RSA, claims));
  }

  @Test
  void ellipticCurvesAreTaken() {
    var role = role(register(), ISSUED_TO_US);

    assume(
        role,
        TestIssuer.sign(JWSAlgorithm.ES256, TestIssuer.EC, issuer.claims(cloud.now()).build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"StringEquals\":{\"ISSUER:sub\":\"repo:a/b\"}",
        "\"StringLike\":{\"ISSUER:sub\":\"repo:a/*\"}",
        "\"ForAnyValue:StringEquals\":{\"ISSUER:amr\":\"mfa\"}",
        "\"StringEquals\":{\"ISSUER:repository\":\"b\"}",
        "\"Bool\":{\"ISSUER:email_verified\":\"true\"}",
        "\"StringEquals\":{\"sts:RoleSessionName\":\"me\"}",
        "\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}"
      })
  void whatATokenSaysIsAConditionOfTheTrust(String condition) {
    var role = role(register(), condition);

    assume(role, issuer.token(cloud.now(), WebIdentityTest::telling));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"StringEquals\":{\"ISSUER:sub\":\"repo:a/c\"}",
        "\"StringLike\":{\"ISSUER:sub\":\"repo:b/*\"}",
        "\"ForAnyValue:StringEquals\":{\"ISSUER:amr\":\"sms\"}",
        "\"StringEquals\":{\"ISSUER:unsaid\":\"b\"}",
        "\"StringEquals\":{\"other.example:sub\":\"repo:a/b\"}"
      })
  void whatItDoesNotSayKeepsItOut(String condition) {
    var role = role(register(), condition);

    refused(
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        role,
        issuer.token(cloud.now(), WebIdentityTest::telling));
  }

  private static com.nimbusds.jwt.JWTClaimsSet.Builder telling(
      com.nimbusds.jwt.JWTClaimsSet.Builder claims) {
    return claims
        .claim("amr", List.of("pwd", "mfa"))
        .claim("repository", "b")
        .claim("email_verified", true);
  }

  @Test
  void aRoleThatTrustsOthersIsRefusedAsIfItWereNotThere() {
    register();
    var role = role(Cloud.trusting("\"AWS\":\"" + cloud.account() + "\""));
    var token = issuer.token(cloud.now(), claims -> claims);

    for (var each : List.of(role, role + "x")) {
      refused("AccessDenied", "Not authorized", each, token);
    }
  }

  @Test
  void aProviderThatIsNotRegisteredInTheRolesAccountVouchesForNobody() {
    cloud.close();
    cloud = new Cloud(folder, true, true);
    var other = cloud.caller("111122223333", null);
    var provider = register(other);
    var role = role(provider, ISSUED_TO_US);
    var token = issuer.token(cloud.now(), claims -> claims);

    refused("InvalidIdentityToken", "No OpenIDConnect provider found", role, token);
    var own = register();
    refused("AccessDenied", "Not authorized", role, token); // it names the other account's
    cloud.run(DeleteOpenIdConnectProviderRequest.builder().openIDConnectProviderArn(own).build());
    refused("InvalidIdentityToken", "No OpenIDConnect provider found", role, token);
  }

  @Test
  void thePartyThatATokenWasIssuedToCountsBeforeItsAudience() {
    var role = role(register(), "\"StringEquals\":{\"ISSUER:oaud\":\"somebody\"}");

    var response =
        assume(
            role,
            issuer.token(
                cloud.now(), claims -> claims.audience("somebody").claim("azp", "a-client")));

    assertThat(response.audience()).isEqualTo("a-client");
  }

  @Test
  void aTokensTagsAreTheSessions() {
    var role = role(register(), "\"StringEquals\":{\"aws:RequestTag/team\":\"blue\"}");
    var tags =
        Map.of(
            "principal_tags",
            Map.of("team", List.of("blue"), "cost", List.of("7")),
            "transitive_tag_keys",
            List.of("team"));

    var session =
        session(
            assume(
                role,
                issuer.token(
                    cloud.now(), claims -> claims.claim("https://aws.amazon.com/tags", tags))));
    var flat =
        session(
            assume(
                role,
                issuer.token(
                    cloud.now(),
                    claims ->
                        claims.claim("https://aws.amazon.com/tags/principal_tags/team", "blue"))));

    assertThat(session.conditions())
        .containsEntry("aws:PrincipalTag/team", "blue")
        .containsEntry("aws:PrincipalTag/cost", "7");
    assertThat(flat.conditions()).containsEntry("aws:PrincipalTag/team", "blue");
  }

  @Test
  void aTokensSourceIdentityStays() {
    var role = role(register(), "\"StringEquals\":{\"sts:SourceIdentity\":\"alice\"}");

    var response =
        assume(
            role,
            issuer.token(
                cloud.now(),
                claims -> claims.claim("https://aws.amazon.com/source_identity", "alice")));

    assertThat(response.sourceIdentity()).isEqualTo("alice");
    assertThat(session(response).conditions()).containsEntry("aws:SourceIdentity", "alice");
  }

  @Test
  void tagsAndSourceIdentitiesNeedTheRolesTrustAsWell() {
    var provider = register();
    var role =
        role(
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"%s"},\
            "Action":"sts:AssumeRoleWithWebIdentity"}}\
            """
                .formatted(provider));

    assume(role, issuer.token(cloud.now(), claims -> claims));
    refused(
        "AccessDenied",
        "Not authorized",
        role,
        issuer.token(
            cloud.now(),
            claims -> claims.claim("https://aws.amazon.com/tags/principal_tags/team", "blue")));
    refused(
        "AccessDenied",
        "Not authorized",
        role,
        issuer.token(
            cloud.now(),
            claims -> claims.claim("https://aws.amazon.com/source_identity", "alice")));
  }

  @Test
  void aSessionPolicyNarrowsWhatTheRoleMay() {
    var role = role(register(), ISSUED_TO_US);
    cloud.run(
        PutRolePolicyRequest.builder()
            .roleName("r")
            .policyName("p")
            .policyDocument(Cloud.ALLOWS_ALL)
            .build());

    Caller session =
        session(
            assume(
                role,
                issuer.token(cloud.now(), claims -> claims),
                input -> input.policy(Cloud.allowing("s3:*")).durationSeconds(900)));

    assertThat(cloud.verdict(session, "s3:GetObject", "arn:aws:s3:::b/k")).isEqualTo("allowed");
    assertThat(cloud.verdict(session, "sqs:SendMessage", "*")).contains("no session policy");
  }

  @Test
  void aSessionIsNoLongerThanItsRoleAllows() {
    var role = role(register(), ISSUED_TO_US);

    Cloud.refused(
        "ValidationError",
        "exceeds the MaxSessionDuration set for this role",
        () ->
            assume(
                role,
                issuer.token(cloud.now(), claims -> claims),
                input -> input.durationSeconds(3_601)));
  }

  @Test
  void accessTokensOfOAuthAreNotTaken() {
    var role = role(register(), ISSUED_TO_US);

    Cloud.refused(
        "ValidationError",
        "ProviderId",
        () -> assume(role, "x.y.z", input -> input.providerId("www.amazon.com")));
  }
}
