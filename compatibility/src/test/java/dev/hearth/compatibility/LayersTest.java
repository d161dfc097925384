package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LayersListItem;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Layers through the SDK for Java, in real sandboxes.
@ExtendWith(Cloud.Extension.class)
class LayersTest {
  private final LambdaClient lambda;
  private final IamClient iam;
  private final String name = "layers-" + UUID.randomUUID();
  private String role = "";

  LayersTest(Cloud cloud) {
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey()));
    lambda =
        LambdaClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    iam =
        IamClient.builder()
            .endpointOverride(cloud.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @BeforeEach
  void makeRole() {
    role =
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(Cloud.TRUST_LAMBDA))
            .role()
            .arn();
  }

  @AfterEach
  void closeClients() {
    lambda.close();
    iam.close();
  }

  private PublishLayerVersionResponse publish(String layer, String file, String content) {
    return lambda.publishLayerVersion(
        r ->
            r.layerName(name + layer)
                .compatibleRuntimes(Runtime.PYTHON3_12)
                .content(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(file, content)))));
  }

  private void create(Runtime runtime, String file, String source, List<String> layers) {
    lambda.createFunction(
        r ->
            r.functionName(name)
                .runtime(runtime)
                .handler(file.substring(0, file.lastIndexOf('.')) + ".handler")
                .role(role)
                .timeout(5)
                .layers(layers)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(file, source)))));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  private String invoke() {
    var answer = lambda.invoke(r -> r.functionName(name).payload(SdkBytes.fromUtf8String("{}")));
    return answer.payload().asUtf8String();
  }

  @Test
  void pythonImportsFromALayerAndALaterLayerHidesAnEarlierOne() {
    var first = publish("a", "python/word.py", "WORD = 'first'\n");
    var second = publish("b", "python/word.py", "WORD = 'second'\n");
    var third = publish("c", "python/lib/python3.11/site-packages/other.py", "WORD = 'third'\n");
    create(
        Runtime.PYTHON3_11,
        "app.py",
        """
        import os, sys, word
        def handler(event, context):
            try:
                import other
                return [word.WORD, other.WORD]
            except ImportError:  # the nearest Python that this host has is another one
                return [word.WORD, "third" if sys.version_info[1] != 11 else "none"]
        """,
        List.of(first.layerVersionArn(), second.layerVersionArn(), third.layerVersionArn()));
    assertThat(invoke()).isEqualTo("[\"second\", \"third\"]");

    // Layers come with the next invocation after an update, as code does.
    lambda.updateFunctionConfiguration(
        r ->
            r.functionName(name)
                .layers(
                    second.layerVersionArn(), first.layerVersionArn(), third.layerVersionArn()));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    assertThat(invoke()).isEqualTo("[\"first\", \"third\"]");
    assertThat(lambda.getFunction(r -> r.functionName(name)).configuration().layers())
        .extracting(layer -> layer.arn())
        .containsExactly(
            second.layerVersionArn(), first.layerVersionArn(), third.layerVersionArn());
  }

  @Test
  void nodeRequiresFromALayerEvenAfterItWasDeleted() {
    var layer = publish("a", "nodejs/node_modules/word/index.js", "exports.WORD = 'layer';\n");
    create(
        Runtime.NODEJS22_X,
        "index.js",
        "exports.handler = async () => require('word').WORD;\n",
        List.of(layer.layerVersionArn()));
    lambda.deleteLayerVersion(r -> r.layerName(name + "a").versionNumber(1L));
    assertThat(invoke()).isEqualTo("\"layer\"");
  }

  @Test
  void aCustomRuntimeMayComeFromALayer() {
    var layer =
        publish(
            "a",
            "bootstrap",
            """
            #!/usr/bin/python3
            import json, os, urllib.request
            api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
            while True:
                with urllib.request.urlopen(api + "next") as event:
                    id = event.headers["Lambda-Runtime-Aws-Request-Id"]
                urllib.request.urlopen(api + id + "/response", data=b'"from /opt"').close()
            """);
    create(Runtime.PROVIDED_AL2023, "app.txt", "no code", List.of(layer.layerVersionArn()));
    assertThat(invoke()).isEqualTo("\"from /opt\"");
  }

  @Test
  void aLayerIsFoundByNameByArnAndInLists() throws Exception {
    var archive = CodeZip.of("python/word.py", "WORD = 1\n");
    var published = publish("a", "python/word.py", "WORD = 1\n");
    var byName = lambda.getLayerVersion(r -> r.layerName(name + "a").versionNumber(1L));
    var byArn = lambda.getLayerVersionByArn(r -> r.arn(published.layerVersionArn()));
    assertThat(byName.content().codeSha256()).isEqualTo(published.content().codeSha256());
    assertThat(byArn.layerArn()).isEqualTo(published.layerArn());
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(byArn.content().location())).build();
      assertThat(http.send(request, BodyHandlers.ofByteArray()).body()).hasSameSizeAs(archive);
    }

    publish("a", "python/word.py", "WORD = 2\n");
    publish("b", "python/word.py", "WORD = 3\n");
    assertThat(lambda.listLayersPaginator(r -> r.maxItems(1)).layers())
        .extracting(LayersListItem::layerName)
        .contains(name + "a", name + "b");
    assertThat(
            lambda
                .listLayerVersionsPaginator(r -> r.layerName(name + "a").maxItems(1))
                .layerVersions())
        .extracting(version -> version.version())
        .containsExactly(2L, 1L);
    assertThat(
            lambda
                .listLayerVersions(
                    r -> r.layerName(name + "a").compatibleRuntime(Runtime.NODEJS22_X))
                .layerVersions())
        .isEmpty();
  }

  @Test
  void errorsAreTheModels() {
    assertThatThrownBy(
            () -> lambda.getLayerVersion(r -> r.layerName(name + "none").versionNumber(1L)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () -> lambda.getLayerVersion(r -> r.layerName(name + "none").versionNumber(0L)))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThatThrownBy(() -> publish(" no name", "a.py", ""))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("satisfy regular expression pattern");
    var arn = "arn:aws:lambda:us-east-1:999999999999:layer:theirs:1";
    assertThatThrownBy(() -> create(Runtime.PYTHON3_12, "app.py", "", List.of(arn)))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("is not authorized to perform: lambda:GetLayerVersion on resource: ")
        .extracting("statusCode")
        .isEqualTo(403);
  }
}
