package dev.hearth.messaging.sources.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessConfiguration;
import software.amazon.awssdk.services.lambda.model.SourceAccessType;

/// How a cluster is told who reads it, from a mapping's `SourceAccessConfigurations`. Source: AWS
/// Lambda Developer Guide, "Configuring cluster authentication methods in Lambda": passwords are
/// only sent by TLS, and secrets are JSON with `username` and `password`, or with `certificate`,
/// `privateKey` and `privateKeyPassword` in PEM.
///
/// @param method how Lambda shows who it is; null where it does not
/// @param credentials the secret for that
/// @param authority the secret with the certificate of a private authority that has signed the
///   brokers'; null where the JDK trusts theirs
record KafkaAccess(
    @Nullable SourceAccessType method, @Nullable Arn credentials, @Nullable Arn authority) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static final Map<SourceAccessType, String> MECHANISMS =
      Map.of(
          SourceAccessType.BASIC_AUTH, "PLAIN",
          SourceAccessType.SASL_SCRAM_256_AUTH, "SCRAM-SHA-256",
          SourceAccessType.SASL_SCRAM_512_AUTH, "SCRAM-SHA-512");

  /// There are no such networks here, and the templates of those who come from AWS have them.
  private static final Set<SourceAccessType> WITHOUT_EFFECT =
      Set.of(SourceAccessType.VPC_SUBNET, SourceAccessType.VPC_SECURITY_GROUP);

  /// What settings say that were checked.
  static KafkaAccess of(EventSourceMappingConfiguration settings) {
    var accesses = settings.sourceAccessConfigurations();
    var shown = accesses.stream().filter(access -> isMethod(access.type())).findFirst();
    var authority =
        accesses.stream()
            .filter(access -> access.type() == SourceAccessType.SERVER_ROOT_CA_CERTIFICATE)
            .findFirst();
    return new KafkaAccess(
        shown.map(SourceAccessConfiguration::type).orElse(null),
        shown.flatMap(access -> Arn.parse(access.uri())).orElse(null),
        authority.flatMap(access -> Arn.parse(access.uri())).orElse(null));
  }

  private static boolean isMethod(SourceAccessType type) {
    return MECHANISMS.containsKey(type) || type == SourceAccessType.CLIENT_CERTIFICATE_TLS_AUTH;
  }

  /// Returns where the settings name one way at most, and secrets of this region.
  static void check(EventSourceMappingConfiguration settings, String region) {
    var seen = new ArrayList<String>();
    for (var access : settings.sourceAccessConfigurations()) {
      if (WITHOUT_EFFECT.contains(access.type())) {
        continue;
      }
      boolean method = isMethod(access.type());
      if (!method && access.type() != SourceAccessType.SERVER_ROOT_CA_CERTIFICATE) {
        throw EventSources.invalid(
            "SourceAccessConfigurations: %s is not valid for Kafka event sources."
                .formatted(access.typeAsString()));
      }
      var name = method ? "an authentication method" : access.typeAsString();
      if (seen.contains(name)) {
        throw EventSources.invalid(
            "SourceAccessConfigurations: %s is allowed only once.".formatted(name));
      }
      seen.add(name);
      var secret = Arn.parse(access.uri()).orElse(null);
      if (secret == null
          || !secret.service().equals("secretsmanager")
          || !secret.region().equals(region)) {
        throw EventSources.invalid(
            "SourceAccessConfigurations: %s must be a secret of Secrets Manager in %s: %s"
                .formatted(access.typeAsString(), region, access.uri()));
      }
    }
  }

  /// All that must be read for a connection.
  List<Arn> secrets() {
    return Stream.of(Optional.ofNullable(credentials), Optional.ofNullable(authority))
        .flatMap(Optional::stream)
        .toList();
  }

  /// What Kafka's client is configured with.
  ///
  /// @param read gives the value of a secret
  /// @throws ServiceException in AWS's words where one cannot be read or is none such
  Map<String, String> client(Function<Arn, String> read) {
    var config = new HashMap<String, String>();
    var mechanism = method == null ? null : MECHANISMS.get(method);
    boolean plain = method == null && authority == null;
    config.put("security.protocol", plain ? "PLAINTEXT" : mechanism == null ? "SSL" : "SASL_SSL");
    if (authority != null) {
      config.put("ssl.truststore.type", "PEM");
      config.put("ssl.truststore.certificates", text(json(read, authority), "certificate"));
    }
    if (credentials != null) {
      var secret = json(read, credentials);
      if (mechanism != null) {
        login(config, mechanism, secret);
      } else {
        config.put("ssl.keystore.type", "PEM");
        config.put("ssl.keystore.certificate.chain", text(secret, "certificate"));
        config.put("ssl.keystore.key", text(secret, "privateKey"));
        if (secret.has("privateKeyPassword")) {
          config.put("ssl.key.password", text(secret, "privateKeyPassword"));
        }
      }
    }
    return config;
  }

  private static void login(Map<String, String> config, String mechanism, JsonNode secret) {
    config.put("sasl.mechanism", mechanism);
    config.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.%sLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(
                mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram",
                quoted(text(secret, "username")),
                quoted(text(secret, "password"))));
  }

  /// As it stands between the quotes of a JAAS configuration.
  private static String quoted(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static JsonNode json(Function<Arn, String> read, Arn secret) {
    String value;
    try {
      value = read.apply(secret);
    } catch (ServiceException e) {
      throw e.status() >= 500 ? e : KafkaProblems.words(EventSources.unreadable(secret));
    }
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException _) { // its message has the secret
      throw KafkaProblems.invalidSecret();
    }
  }

  private static String text(JsonNode secret, String member) {
    var value = secret.path(member).textValue();
    if (value == null) {
      throw KafkaProblems.invalidSecret();
    }
    return value;
  }
}
