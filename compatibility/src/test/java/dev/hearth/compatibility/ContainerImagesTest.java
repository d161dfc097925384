package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Functions of container images through the SDK for Java, in real sandboxes.
@ExtendWith(Cloud.Extension.class)
class ContainerImagesTest {
  private static final String APP =
      """
      import os
      def attempt(path):
          try:
              with open(path, "w"):
                  return "written"
          except OSError as e:
              return e.strerror
      def handler(event):
          return {
              "greeting": os.environ["GREETING"], "name": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
              "folder": os.getcwd(), "uid": os.getuid(), "root": attempt("/x"),
              "tmp": attempt("/tmp/x"), "null": attempt("/dev/null"),
              "hosts": "localhost" in open("/etc/hosts").read(), "sh": os.path.exists("/bin/sh")}
      """;

  private final Cloud cloud;
  private final LambdaClient lambda;
  private final IamClient iam;
  private final String name = "image-" + UUID.randomUUID();
  private String role = "";

  ContainerImagesTest(Cloud cloud) {
    this.cloud = cloud;
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

  private Path layout(String suffix) {
    return cloud.images().resolve(name + suffix);
  }

  private void create(String uri) {
    lambda.createFunction(
        r ->
            r.functionName(name)
                .packageType(PackageType.IMAGE)
                .role(role)
                .timeout(10)
                .code(c -> c.imageUri(uri)));
    lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(name));
  }

  private String invoke() {
    var answer = lambda.invoke(r -> r.functionName(name).payload(SdkBytes.fromUtf8String("{}")));
    return answer.payload().asUtf8String();
  }

  @Test
  void anImageOfALayoutRunsOnItsOwnFileSystem() throws Exception {
    var digest = PythonImage.at(layout("")).layer(layer -> layer.text("app/app.py", APP)).tag("v1");
    create("oci:" + layout("") + ":v1");
    assertThat(new ObjectMapper().readTree(invoke()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"greeting": "from the image", "name": "%s", "folder": "/app", "uid": 993,
                     "root": "Read-only file system", "tmp": "written", "null": "written",
                     "hosts": true, "sh": false}\
                    """
                        .formatted(name)));

    var function = lambda.getFunction(r -> r.functionName(name));
    assertThat(function.code().repositoryType()).isEqualTo("ECR");
    assertThat(function.code().imageUri()).isEqualTo("oci:" + layout("") + ":v1");
    assertThat(function.code().resolvedImageUri()).isEqualTo("oci:" + layout("") + "@" + digest);
    assertThat(function.configuration().packageType()).isEqualTo(PackageType.IMAGE);
    assertThat(function.configuration().runtime()).isNull();
    assertThat("sha256:" + function.configuration().codeSha256()).isEqualTo(digest);
  }

  @Test
  void anImageOfARegistryIsResolvedWhenItIsTakenAndSharesItsLayers() throws Exception {
    var base =
        PythonImage.at(layout("-base"))
            .layer(
                layer ->
                    layer
                        .text("app/app.py", "def handler(event): return 'first'\n")
                        .text("app/other.py", "def handler(event): return 'other'\n"));
    base.tag("latest");
    var registry = cloud.registry().host() + "/" + name;
    create(registry + "-base:latest");
    assertThat(invoke()).isEqualTo("\"first\"");

    // What the function sets takes the image's place.
    lambda.updateFunctionConfiguration(
        r -> r.functionName(name).imageConfig(c -> c.command("other.py").workingDirectory("/app")));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    assertThat(invoke()).isEqualTo("\"other\"");
    assertThat(
            lambda
                .getFunctionConfiguration(r -> r.functionName(name))
                .imageConfigResponse()
                .imageConfig()
                .command())
        .containsExactly("other.py");

    var digest =
        new OciImage(layout("-next"))
            .from(base)
            .layer(
                layer ->
                    layer
                        .text("app/.wh.app.py", "")
                        .text(
                            "app/other.py",
                            "import os\ndef handler(event): return os.listdir('/app')\n"))
            .tag("latest");
    lambda.updateFunctionCode(r -> r.functionName(name).imageUri(registry + "-next@" + digest));
    lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(name));
    assertThat(invoke()).isEqualTo("[\"other.py\"]");
    assertThat(copiesOfPython()).isEqualTo(1);
  }

  /// How many there are on the disk, of all images together.
  private int copiesOfPython() throws IOException {
    var files = new HashSet<Object>();
    try (var images = Files.newDirectoryStream(cloud.data().resolve("code"))) {
      for (var image : images) {
        var client = image.resolve("files/client.py");
        if (Files.exists(client)) {
          files.add(Files.getAttribute(client, "unix:ino"));
        }
      }
    }
    return files.size();
  }

  private void refused(String uri, String reason) {
    assertThatThrownBy(() -> create(uri))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void whatIsNotThereOrNotAllowedOrNotForThisMachineIsRefused() throws Exception {
    refused("oci:" + layout("-none") + ":v1", "does not exist. Provide a valid source image.");
    refused(cloud.registry().host() + "/none:v1", "does not exist. Provide a valid source image.");
    refused("oci:/etc:v1", "OCI layouts are taken from the folder of --images only");
    refused("oci:" + layout("") + "/../../data:v1", "does not exist");
    refused("docker.io/library/debian:12", "the operator does not allow the registry");
    new OciImage(layout("")).architecture("s390x").config("Cmd", List.of("/x")).tag("v1");
    refused("oci:" + layout("") + ":v1", "it is for linux on s390x");
    refused("oci:" + layout("") + ":v2", "does not exist");
    new OciImage(layout("-empty")).tag("v1");
    refused("oci:" + layout("-empty") + ":v1", "it has no entry point and no command");
    new OciImage(layout("-hostile"))
        .layer(layer -> layer.text("../../outside", "x"))
        .config("Cmd", List.of("/x"))
        .tag("v1");
    refused("oci:" + layout("-hostile") + ":v1", "it cannot be unpacked: a name that climbs out");
  }

  @Test
  void anImageAndAZipFileAreNotMixed() {
    assertThatThrownBy(
            () ->
                lambda.createFunction(
                    r ->
                        r.functionName(name)
                            .packageType(PackageType.IMAGE)
                            .runtime(Runtime.PYTHON3_12)
                            .role(role)
                            .code(c -> c.imageUri("oci:/x:y"))))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Please don't provide Handler or Runtime or Layer");
    assertThatThrownBy(
            () ->
                lambda.createFunction(
                    r ->
                        r.functionName(name)
                            .runtime(Runtime.PYTHON3_12)
                            .handler("app.handler")
                            .role(role)
                            .code(c -> c.imageUri("oci:/x:y"))))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("PackageType is Zip");
  }
}
