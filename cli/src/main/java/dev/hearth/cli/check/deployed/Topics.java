package dev.hearth.cli.check.deployed;

import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.Subject;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sns.SnsClient;

/// Reads topics' policies.
final class Topics {
  private final SnsClient sns;
  private final Consumer<Subject> subjects;

  Topics(SnsClient sns, Consumer<Subject> subjects) {
    this.sns = sns;
    this.subjects = subjects;
  }

  void read() {
    for (var topic : sns.listTopicsPaginator().topics()) {
      var arn = topic.topicArn();
      var place = Place.of("topic " + arn.substring(arn.lastIndexOf(':') + 1));
      try {
        var attributes = sns.getTopicAttributes(r -> r.topicArn(arn)).attributes();
        Policies.give(place.with("policy"), attributes.get("Policy"), subjects);
      } catch (AwsServiceException e) {
        subjects.accept(Policies.refused(place, e));
      }
    }
  }
}
