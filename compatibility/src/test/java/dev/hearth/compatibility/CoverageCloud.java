package dev.hearth.compatibility;

import dev.hearth.identity.Administrator;
import dev.hearth.server.FunctionsConfig;
import dev.hearth.server.Server;
import dev.hearth.server.ServerConfig;
import dev.hearth.wire.model.OperationModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;

/// A Hearth of its own, with one user whose permissions are set as the test goes, and one role that
/// may be handed to services and be assumed. What the inputs name exists already, as far as the
/// smallest inputs make it, for who has no permission must be refused by what exists as well.
final class CoverageCloud implements AutoCloseable {
  private static final String NAME = "covered";

  private final Server server;
  private final IamClient iam;
  private final AnyClient owner;
  private final AnyClient client;
  private final SmallestInputs inputs;
  private final String user;
  private boolean granted;

  /// One action on one resource.
  record Grant(String action, String resource) {
    String statement() {
      return "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
          .formatted(action, resource);
    }
  }

  CoverageCloud(Path data) throws IOException {
    server =
        Server.start(
            new ServerConfig(
                0,
                data,
                false,
                // No function runs.
                new FunctionsConfig("process", data.resolveSibling("runtimes"))));
    var administrator = Administrator.read(data).orElseThrow();
    var account = administrator.account().digits();
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(administrator.accessKeyId(), administrator.secret()));
    iam =
        IamClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    user = iam.createUser(r -> r.userName(NAME)).user().arn();
    var key = iam.createAccessKey(r -> r.userName(NAME)).accessKey();
    var role =
        iam.createRole(r -> r.roleName(NAME).assumeRolePolicyDocument(trust(account))).role().arn();
    client =
        new AnyClient(
            server.endpoint(),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())));
    inputs =
        new SmallestInputs(
            CoverageRules.values(server.endpoint(), account, user, role, key(credentials)),
            CoverageRules.ALSO);
    owner = new AnyClient(server.endpoint(), credentials);
  }

  private String key(StaticCredentialsProvider credentials) {
    try (var kms =
        KmsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      return kms.createKey().keyMetadata().keyId();
    }
  }

  /// Calls an operation as the administrator, whatever comes of it.
  void make(OperationModel operation) throws Exception {
    try {
      owner.call(inputs.of(operation));
    } catch (AwsServiceException _) {
      // The smallest input does not make one.
    }
  }

  /// The account leaves it to its own policies who may assume the role.
  private static String trust(String account) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
     "Principal":{"AWS":"%s","Service":["lambda.amazonaws.com","scheduler.amazonaws.com",
      "pipes.amazonaws.com","events.amazonaws.com"]}}]}\
    """
        .formatted(account);
  }

  /// The ARN of the user that calls.
  String user() {
    return user;
  }

  AnyClient client() {
    return client;
  }

  SmallestInputs inputs() {
    return inputs;
  }

  /// Lets the user do just this.
  void grant(List<Grant> grants) {
    if (grants.isEmpty()) {
      if (granted) {
        iam.deleteUserPolicy(r -> r.userName(NAME).policyName(NAME));
      }
      granted = false;
      return;
    }
    granted = true;
    var statements = grants.stream().map(Grant::statement).collect(Collectors.joining(","));
    iam.putUserPolicy(
        r ->
            r.userName(NAME)
                .policyName(NAME)
                .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}"));
  }

  @Override
  public void close() {
    client.close();
    owner.close();
    iam.close();
    server.close();
  }
}
