package dev.hearth.identity.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.Cloud;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.AddClientIdToOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.CreateOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.DeleteOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProviderTagsRequest;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProviderTagsResponse;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersRequest;
import software.amazon.awssdk.services.iam.model.ListOpenIdConnectProvidersResponse;
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;
import software.amazon.awssdk.services.iam.model.RemoveClientIdFromOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.UntagOpenIdConnectProviderRequest;
import software.amazon.awssdk.services.iam.model.UpdateOpenIdConnectProviderThumbprintRequest;

class OpenIdConnectProvidersTest {
  private static final String THUMBPRINT = "A".repeat(40);

  @TempDir Path folder;
  private Cloud cloud;

  @BeforeEach
  void start() {
    cloud = new Cloud(folder, false);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private String create(String url, String... clients) {
    return cloud
        .run(
            CreateOpenIdConnectProviderRequest.builder()
                .url(url)
                .clientIDList(clients)
                .thumbprintList(THUMBPRINT)
                .build(),
            CreateOpenIdConnectProviderResponse.class)
        .openIDConnectProviderArn();
  }

  private GetOpenIdConnectProviderResponse get(String arn) {
    return cloud.run(
        GetOpenIdConnectProviderRequest.builder().openIDConnectProviderArn(arn).build(),
        GetOpenIdConnectProviderResponse.class);
  }

  private List<String> list() {
    return cloud
        .run(
            ListOpenIdConnectProvidersRequest.builder().build(),
            ListOpenIdConnectProvidersResponse.class)
        .openIDConnectProviderList()
        .stream()
        .map(OpenIDConnectProviderListEntry::arn)
        .toList();
  }

  @Test
  void aProviderIsNamedByItsUrl() {
    var arn = create("https://token.example.com/a/b", "x", "y");

    assertThat(arn)
        .isEqualTo("arn:aws:iam::" + cloud.account() + ":oidc-provider/token.example.com/a/b");
    assertThat(list()).containsExactly(arn);
    var found = get(arn);
    assertThat(found.url()).isEqualTo("token.example.com/a/b");
    assertThat(found.clientIDList()).containsExactly("x", "y");
    assertThat(found.thumbprintList()).containsExactly("a".repeat(40));
    assertThat(found.createDate()).isEqualTo(cloud.now());
  }

  @Test
  void aUrlIsRegisteredOnce() {
    create("https://token.example.com");

    Cloud.refused(
        "EntityAlreadyExists",
        "Provider with url https://token.example.com already exists.",
        () -> create("https://token.example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "https://",
        "https://example.com?a=b",
        "https://example.com#a",
        "https://user@example.com",
        "https://example.com/*",
        "https://exa mple.com",
        "HTTPS://example.com",
        "example.com"
      })
  void whatIsNoIssuersUrlIsRefused(String url) {
    Cloud.refused("ValidationError", "Invalid Open ID Connect Provider URL", () -> create(url));
  }

  @Test
  void clientsComeAndGoAndComingTwiceIsNoError() {
    var arn = create("https://token.example.com", "x");
    var add =
        AddClientIdToOpenIdConnectProviderRequest.builder()
            .openIDConnectProviderArn(arn)
            .clientID("y")
            .build();
    var remove =
        RemoveClientIdFromOpenIdConnectProviderRequest.builder()
            .openIDConnectProviderArn(arn)
            .clientID("x")
            .build();

    cloud.run(add);
    cloud.run(add);
    assertThat(get(arn).clientIDList()).containsExactly("x", "y");
    cloud.run(remove);
    cloud.run(remove);
    assertThat(get(arn).clientIDList()).containsExactly("y");
  }

  @Test
  void thumbprintsAreReplaced() {
    var arn = create("https://token.example.com");

    cloud.run(
        UpdateOpenIdConnectProviderThumbprintRequest.builder()
            .openIDConnectProviderArn(arn)
            .thumbprintList("b".repeat(40), "c".repeat(40))
            .build());

    assertThat(get(arn).thumbprintList()).containsExactly("b".repeat(40), "c".repeat(40));
    Cloud.refused(
        "InvalidInput",
        "40 hexadecimal digits",
        () ->
            cloud.run(
                UpdateOpenIdConnectProviderThumbprintRequest.builder()
                    .openIDConnectProviderArn(arn)
                    .thumbprintList("x".repeat(40))
                    .build()));
  }

  @Test
  void quotasAreAWSs() {
    var clients = IntStream.range(0, 101).mapToObj(i -> "c" + i).toArray(String[]::new);

    Cloud.refused(
        "LimitExceeded",
        "ClientIdsPerOpenIdConnectProvider: 100",
        () -> create("https://a.example.com", clients));
    assertThat(list()).isEmpty();
    for (int i = 0; i < 100; i++) {
      create("https://a" + i + ".example.com");
    }
    Cloud.refused(
        "LimitExceeded",
        "OpenIdConnectProvidersPerAccount: 100",
        () -> create("https://b.example.com"));
  }

  @Test
  void deletingWhatIsNotThereIsNoError() {
    var arn = create("https://token.example.com", "x");
    var delete = DeleteOpenIdConnectProviderRequest.builder().openIDConnectProviderArn(arn).build();

    cloud.run(delete);
    cloud.run(delete);

    assertThat(list()).isEmpty();
    Cloud.refused(
        "NoSuchEntity", "OpenIDConnect Provider not found for arn " + arn, () -> get(arn));
    Cloud.refused(
        "ValidationError",
        "Invalid ARN",
        () -> get("arn:aws:iam::" + cloud.account() + ":role/token.example.com"));
    assertThat(get(create("https://token.example.com")).clientIDList()).isEmpty();
  }

  @Test
  void tagsAreKeptAndCount() {
    var arn = create("https://token.example.com");
    cloud.run(
        TagOpenIdConnectProviderRequest.builder()
            .openIDConnectProviderArn(arn)
            .tags(tag("a", "1"), tag("b", "2"))
            .build());
    cloud.run(
        UntagOpenIdConnectProviderRequest.builder()
            .openIDConnectProviderArn(arn)
            .tagKeys("a")
            .build());

    var tags =
        cloud.run(
            ListOpenIdConnectProviderTagsRequest.builder().openIDConnectProviderArn(arn).build(),
            ListOpenIdConnectProviderTagsResponse.class);

    assertThat(tags.tags()).containsExactly(tag("b", "2"));
    assertThat(get(arn).tags()).containsExactly(tag("b", "2"));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void anotherAccountsProviderIsNotForThisOnesAdministrator() {
    cloud.close();
    cloud = new Cloud(folder, true);
    var arn = create("https://token.example.com");
    var other = cloud.caller("111122223333", null);

    Cloud.refused(
        "AccessDenied",
        "is not authorized to perform: iam:GetOpenIDConnectProvider",
        () ->
            cloud.run(
                other,
                GetOpenIdConnectProviderRequest.builder().openIDConnectProviderArn(arn).build()));
  }

  @Test
  void withoutThumbprintsTheServerIsAskedAndAPrivateOneIsNot() {
    Cloud.refused(
        "OpenIdIdpCommunicationError",
        "give its thumbprint",
        () ->
            cloud.run(
                CreateOpenIdConnectProviderRequest.builder().url("https://127.0.0.1").build()));
    assertThat(list()).isEmpty();
  }
}
