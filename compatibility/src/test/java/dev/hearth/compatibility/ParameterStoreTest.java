package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/// Parameter Store, as AWS's own client uses it.
@ExtendWith(Cloud.Extension.class)
class ParameterStoreTest {
  private final Cloud cloud;
  private final String root = "/p-" + UUID.randomUUID();

  ParameterStoreTest(Cloud cloud) {
    this.cloud = cloud;
  }

  private SsmClient client() {
    return SsmClient.builder()
        .endpointOverride(cloud.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(cloud.accessKeyId(), cloud.secretAccessKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Test
  void aParameterLivesIsReplacedAndGoes() {
    try (var ssm = client()) {
      ssm.putParameter(
          r -> r.name(root + "/a").value("one").type(ParameterType.SECURE_STRING).description("d"));
      assertThatThrownBy(
              () ->
                  ssm.putParameter(
                      r -> r.name(root + "/a").value("two").type(ParameterType.SECURE_STRING)))
          .isInstanceOf(ParameterAlreadyExistsException.class);
      ssm.putParameter(r -> r.name(root + "/a").value("two").overwrite(true));
      ssm.labelParameterVersion(r -> r.name(root + "/a").parameterVersion(1L).labels("old"));
      assertThat(
              ssm.getParameter(r -> r.name(root + "/a:old").withDecryption(true))
                  .parameter()
                  .value())
          .isEqualTo("one");
      assertThat(
              ssm
                  .getParametersByPathPaginator(
                      r -> r.path(root).recursive(true).withDecryption(true))
                  .stream()
                  .flatMap(page -> page.parameters().stream()))
          .extracting(parameter -> parameter.value())
          .containsExactly("two");
      ssm.deleteParameter(r -> r.name(root + "/a"));
      assertThatThrownBy(() -> ssm.getParameter(r -> r.name(root + "/a")))
          .isInstanceOf(ParameterNotFoundException.class);
    }
  }

  @Test
  void whatElseSystemsManagerHasIsNotImplemented() {
    try (var ssm = client()) {
      assertThatThrownBy(ssm::listDocuments)
          .isInstanceOfSatisfying(
              SsmException.class, e -> assertThat(e.statusCode()).isEqualTo(501));
    }
  }
}
