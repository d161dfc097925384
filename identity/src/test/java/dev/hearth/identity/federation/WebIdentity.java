package dev.hearth.identity.federation;

import dev.hearth.identity.Cloud;
import dev.hearth.wire.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/// A cloud that knows an issuer, for tests that sign in there.
abstract class WebIdentity {
  @TempDir Path folder;
  Cloud cloud;
  TestIssuer issuer;

  @BeforeEach
  void start() throws IOException {
    cloud = new Cloud(folder, false, true);
    issuer = new TestIssuer(folder.resolve("issuer"));
  }

  @AfterEach
  void stop() {
    issuer.close();
    cloud.close();
  }

  String register() {
    return register(cloud.administrator);
  }

  String register(Caller caller) {
    return cloud
        .run(
            caller,
            CreateOpenIdConnectProviderRequest.builder()
                .url(issuer.url())
                .clientIDList(TestIssuer.CLIENT)
                .thumbprintList(issuer.thumbprint())
                .build(),
            CreateOpenIdConnectProviderResponse.class)
        .openIDConnectProviderArn();
  }

  /// A role that trusts the provider where the condition holds.
  ///
  /// @param condition such as `"StringEquals":{"ISSUER:sub":"x"}`
  String role(String provider, String condition) {
    return role(
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"%s"},\
        "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity"],\
        "Condition":{%s}}}\
        """
            .formatted(provider, condition.replace("ISSUER", issuer.name())));
  }

  String role(String trust) {
    return cloud
        .run(
            CreateRoleRequest.builder().roleName("r").assumeRolePolicyDocument(trust).build(),
            CreateRoleResponse.class)
        .role()
        .arn();
  }

  AssumeRoleWithWebIdentityResponse assume(String role, String token) {
    return assume(role, token, b -> b);
  }

  AssumeRoleWithWebIdentityResponse assume(
      String role, String token, UnaryOperator<AssumeRoleWithWebIdentityRequest.Builder> change) {
    var input =
        AssumeRoleWithWebIdentityRequest.builder()
            .roleArn(role)
            .roleSessionName("me")
            .webIdentityToken(token);
    return cloud.run(
        Caller.anonymous(cloud.account()),
        change.apply(input).build(),
        AssumeRoleWithWebIdentityResponse.class);
  }

  Caller session(AssumeRoleWithWebIdentityResponse response) {
    var credentials = response.credentials();
    return cloud.caller(credentials.accessKeyId(), credentials.sessionToken());
  }

  void refused(String code, String text, String role, String token) {
    Cloud.refused(code, text, () -> assume(role, token));
  }
}
