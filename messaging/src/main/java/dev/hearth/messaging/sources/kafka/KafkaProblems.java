package dev.hearth.messaging.sources.kafka;

import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSources;
import java.security.GeneralSecurityException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/// Why a cluster cannot be read, as `LastProcessingResult` tells it. Source: AWS Lambda Developer
/// Guide, "Troubleshooting self-managed Apache Kafka event source mapping errors".
final class KafkaProblems {
  private KafkaProblems() {}

  /// One of AWS's sentences.
  static ServiceException words(String sentence) {
    return new ServiceException(EventSources.IN_WORDS, 400, sentence);
  }

  static ServiceException invalidSecret() {
    return words("Provided certificate or private key is invalid.");
  }

  /// @param cause null where nothing is known
  static ServiceException of(String servers, @Nullable Throwable cause) {
    for (var each = cause; each != null; each = each.getCause()) {
      switch (each) {
        case ServiceException known -> {
          return known;
        }
        case SaslAuthenticationException _ -> {
          return words("SASL authentication failed.");
        }
        case AuthorizationException _ -> {
          return words("Cluster failed to authorize Lambda.");
        }
        case SslAuthenticationException refused -> {
          return words(
              byUs(refused)
                  ? "Lambda failed to authenticate server."
                  : "Server failed to authenticate Lambda.");
        }
        case InvalidConfigurationException _ -> {
          return invalidSecret();
        }
        default -> {}
      }
    }
    var why = cause == null || cause.getMessage() == null ? "" : " " + cause.getMessage();
    return new ServiceException(
        "ConnectionError",
        400,
        "The Kafka cluster %s does not answer as it should.%s".formatted(servers, why));
  }

  /// Whether it is the brokers' certificate that was refused, and not ours.
  private static boolean byUs(Throwable refused) {
    for (var each = refused.getCause(); each != null; each = each.getCause()) {
      if (each instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }
}
