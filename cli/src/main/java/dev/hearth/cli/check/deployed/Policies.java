package dev.hearth.cli.check.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.Failure;
import dev.hearth.cli.Json;
import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.PolicyDocument;
import dev.hearth.cli.check.Subject;
import dev.hearth.cli.check.Unread;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Gives policies to the rules.
final class Policies {
  private Policies() {}

  /// @param document null and empty mean none
  /// @return the policy as JSON; null where there is none
  static @Nullable JsonNode give(
      Place place, @Nullable String document, Consumer<Subject> subjects) {
    if (document == null || document.isEmpty()) {
      return null;
    }
    try {
      var json = Json.parse(document);
      subjects.accept(PolicyDocument.of(place, json));
      return json;
    } catch (Failure _) {
      subjects.accept(new Unread(place, "Its policy is no JSON."));
      return null;
    }
  }

  static Unread refused(Place place, AwsServiceException refusal) {
    var details = refusal.awsErrorDetails();
    var code = details == null ? "refused" : String.valueOf(details.errorCode());
    return new Unread(place, "It could not be read: " + code + ".");
  }
}
