package dev.hearth.messaging.topics.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.MessageAttribute;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPolicyTest {
  private static final Map<String, MessageAttribute> ATTRIBUTES =
      Map.of(
          "sport", MessageAttribute.text("rugby"),
          "price", new MessageAttribute("Number", "100.50", null),
          "all",
              new MessageAttribute("String.Array", "[\"rugby\", \"tennis\", 7, true, null]", null),
          "ip", MessageAttribute.text("10.0.0.77"),
          "blob", new MessageAttribute("Binary", "", Payload.of(new byte[] {1})));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"sport\":[\"rugby\",\"tennis\"]} | true",
        "{\"sport\":[\"Rugby\"]} | false",
        "{\"sport\":[{\"equals-ignore-case\":\"RUGBY\"}]} | true",
        "{\"sport\":[{\"prefix\":\"rug\"}]} | true",
        "{\"sport\":[{\"suffix\":\"by\"}]} | true",
        "{\"sport\":[{\"anything-but\":[\"rugby\"]}]} | false",
        "{\"sport\":[{\"anything-but\":{\"prefix\":\"ten\"}}]} | true",
        "{\"all\":[{\"anything-but\":[\"rugby\"]}]} | true",
        "{\"all\":[\"tennis\"]} | true",
        "{\"all\":[7]} | true",
        "{\"all\":[true]} | true",
        "{\"all\":[null]} | true",
        "{\"all\":[false]} | false",
        "{\"price\":[100.5]} | true",
        "{\"price\":[\"100.50\"]} | false",
        "{\"price\":[{\"numeric\":[\">\",100,\"<=\",101]}]} | true",
        "{\"price\":[{\"numeric\":[\"<\",100]}]} | false",
        "{\"ip\":[{\"cidr\":\"10.0.0.0/24\"}]} | true",
        "{\"ip\":[{\"cidr\":\"10.0.1.0/24\"}]} | false",
        "{\"gone\":[{\"exists\":false}]} | true",
        "{\"sport\":[{\"exists\":false}]} | false",
        "{\"blob\":[{\"exists\":true}]} | false",
        "{\"gone\":[\"x\",{\"exists\":false}]} | true",
        "{\"sport\":[\"rugby\"],\"price\":[1]} | false",
        "{\"$or\":[{\"sport\":[\"golf\"]},{\"price\":[100.5]}]} | true",
        "{\"ip\":[\"10.0.0.77\"],\"$or\":[{\"sport\":[\"golf\"]},{\"price\":[1]}]} | false",
      })
  void attributesAreMatchedAsDocumented(String policy, boolean wanted) {
    FilterPolicy.check(policy, null);

    assertThat(FilterPolicy.compile(policy, null).accepts("", ATTRIBUTES)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"store\":[\"a\"]} | {\"store\":\"a\"} | true",
        "{\"store\":{\"name\":[{\"prefix\":\"a\"}]}} | {\"store\":{\"name\":\"abc\"}} | true",
        "{\"store\":{\"name\":[\"b\"]}} | {\"store\":[{\"name\":\"a\"},{\"name\":\"b\"}]} | true",
        "{\"store\":[\"a\"]} | {\"store\":\"b\"} | false",
        "{\"store\":[\"a\"]} | no JSON | false",
        "{\"store\":[{\"exists\":false}]} | [1] | false",
        "{\"store\":[{\"exists\":false}]} | {\"x\":1} | true",
      })
  void bodiesAreMatchedWhereTheScopeSaysSo(String policy, String body, boolean wanted) {
    FilterPolicy.check(policy, FilterPolicy.BODY);

    assertThat(FilterPolicy.compile(policy, FilterPolicy.BODY).accepts(body, Map.of()))
        .isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1] | Filter is not an object",
        "{\"a\" | failed to parse JSON",
        "{\"a\":\"x\"} | \"a\" must be an object or an array",
        "{\"a\":[]} | Empty arrays are not allowed",
        "{\"a\":[{\"like\":1}]} | Unrecognized match type like",
        "{\"a\":[{\"wildcard\":\"x*\"}]} | Unrecognized match type wildcard",
        "{\"a\":[{\"anything-but\":{\"wildcard\":\"x*\"}}]} | Unrecognized match type wildcard",
        "{\"a\":[[1]]} | Match value must be String, number, true, false, or null",
        "{\"a\":[{\"numeric\":[\">\"]}]} | Value of > must be numeric",
        "{\"a\":[2000000000]} | Value must be between",
        "{\"a\":{\"b\":[1]}} | does not support nested filter policy",
        "{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]} | more than 5 keys",
        "{\"a\":[1,2,3,4,5,6],\"b\":[1,2,3,4,5,6],\"c\":[1,2,3,4,5]} | too complex",
      })
  void whatAwsDoesNotTakeIsRefusedWithAReason(String policy, String reason) {
    assertThatThrownBy(() -> FilterPolicy.check(policy, null))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo("InvalidParameter"))
        .hasMessageStartingWith("Invalid parameter: FilterPolicy: ")
        .hasMessageContaining(reason);
  }

  @Test
  void theDepthOfANestedPolicyMultipliesItsCombinations() {
    // The guide's example: (4 x 3) x (3 x 2) x (3 x 1) = 216.
    var policy =
        """
        {"key_a":{"key_b":{"key_c":["1","2","3","4"]}},"key_d":{"key_e":["1","2","3"]},
         "key_f":["1","2","3"]}\
        """;
    assertThatThrownBy(() -> FilterPolicy.check(policy, FilterPolicy.BODY))
        .hasMessageContaining("too complex");

    var simpler = // (3 x 3) x (2 x 2) x (3 x 1) = 108
        """
        {"key_a":{"key_b":{"key_c":["1","2","3"]}},"key_d":{"key_e":["1","2"]},
         "key_f":["1","2","3"]}\
        """;
    FilterPolicy.check(simpler, FilterPolicy.BODY);
    assertThat(FilterPolicy.compile(simpler, FilterPolicy.BODY).accepts("{}", Map.of())).isFalse();
  }
}
