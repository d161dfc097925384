package dev.hearth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

class UrlAddressTest {
  private static UrlAddress ofHost(String host) {
    return Objects.requireNonNull(
        UrlAddress.of(Samples.request("GET", "/a/b", "", "Host", host)), host);
  }

  @ParameterizedTest
  @CsvSource({
    "ID.lambda-url.eu-west-1.localhost:4566, ID.lambda-url.eu-west-1.localhost",
    "ID.lambda-url.eu-west-1.on.aws, ID.lambda-url.eu-west-1.on.aws",
    "ID.LAMBDA-URL.EU-WEST-1.Example.COM, ID.lambda-url.eu-west-1.example.com",
  })
  void theFirstLabelsOfTheHostCountWhateverTheDomain(String host, String domain) {
    var address = ofHost(host.replace("ID", Samples.ID));
    assertThat(address.id()).isEqualTo(Samples.ID);
    assertThat(address.path()).isEqualTo("/a/b");
    var url = Samples.url(FunctionUrlAuthType.NONE, null);
    assertThat(address.leadsTo(url)).isTrue();
    assertThat(address.domainName(url)).isEqualTo(domain.replace("ID", Samples.ID));
  }

  @Test
  void anotherRegionsNameLeadsNowhere() {
    var address = ofHost(Samples.ID + ".lambda-url.us-east-1.localhost");
    assertThat(address.leadsTo(Samples.url(FunctionUrlAuthType.NONE, null))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/_hearth/lambda-url/ID, /",
    "/_hearth/lambda-url/ID/, /",
    "/_hearth/lambda-url/ID/a%20b/c, /a%20b/c",
  })
  void aPathNamesTheUrlToo(String path, String rest) {
    var request =
        Samples.request("GET", path.replace("ID", Samples.ID), "", "Host", "127.0.0.1:4566");
    var address = Objects.requireNonNull(UrlAddress.of(request));
    assertThat(address.id()).isEqualTo(Samples.ID);
    assertThat(address.path()).isEqualTo(rest);
    assertThat(address.domainName(Samples.url(FunctionUrlAuthType.NONE, null)))
        .isEqualTo(Samples.ID + ".lambda-url.eu-west-1.localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4566",
        "localhost",
        "",
        "lambda-url.eu-west-1.localhost",
        "short.lambda-url.eu-west-1.localhost",
        "ID.s3.eu-west-1.localhost",
        "ID.lambda-url.eu-west-1",
        "xID.lambda-url.eu-west-1.localhost",
      })
  void otherHostsAreNone(String host) {
    var request = Samples.request("GET", "/", "", "Host", host.replace("ID", Samples.ID));
    assertThat(UrlAddress.of(request)).isNull();
  }
}
