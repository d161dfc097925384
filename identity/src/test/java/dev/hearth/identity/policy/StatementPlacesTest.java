package dev.hearth.identity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.identity.policy.StatementPlaces.Place;
import org.junit.jupiter.api.Test;

class StatementPlacesTest {
  @Test
  void aStatementBeginsBehindWhatIsBeforeItAndEndsBehindItsBrace() {
    var document =
        """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": "*",
              "Resource": "*"
            },
            {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
          ]
        }
        """;
    assertThat(StatementPlaces.of(document))
        .containsExactly(new Place(3, 17, 8, 6), new Place(8, 7, 9, 58));
  }

  @Test
  void aSingleStatementNeedsNoList() {
    assertThat(StatementPlaces.of("{\"Statement\":{\"Effect\":\"Allow\"},\"Id\":\"x\"}"))
        .containsExactly(new Place(1, 14, 1, 32));
  }
}
