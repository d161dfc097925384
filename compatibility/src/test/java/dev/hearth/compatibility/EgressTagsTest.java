package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;

/// What a function may connect to, said by its tags, through the SDK for Java.
@ExtendWith(Cloud.Extension.class)
@Timeout(60)
class EgressTagsTest {
  private static final String TAG = "hearth:egress";

  private final PythonFunction function;

  EgressTagsTest(Cloud cloud) {
    function = new PythonFunction(cloud);
  }

  @AfterEach
  void close() {
    function.close();
  }

  private String arn() {
    return function
        .lambda()
        .getFunctionConfiguration(r -> r.functionName(function.name()))
        .functionArn();
  }

  @Test
  void aListThatIsNoneIsRefusedWhenItIsWritten() {
    assertThatThrownBy(
            () ->
                function
                    .lambda()
                    .createFunction(
                        function.creation("pass").tags(Map.of(TAG, "https://a.example")).build()))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("hearth:egress: https://a.example (expected: a name, .domain,");
    function
        .lambda()
        .createFunction(function.creation("pass").tags(Map.of(TAG, "a.example:443")).build());
    var arn = arn();
    assertThatThrownBy(
            () -> function.lambda().tagResource(r -> r.resource(arn).tags(Map.of(TAG, "a:0"))))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThat(function.lambda().listTags(r -> r.resource(arn)).tags())
        .containsEntry(TAG, "a.example:443");
  }

  @Test
  void aListHoldsForSandboxesThatRunAlready() {
    // Asks a name server's question by hand, and tells the code of the answer: 5 is a refusal.
    function
        .lambda()
        .createFunction(
            function
                .creation(
                    """
                    import socket
                        question = b"\\0\\7\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\1a\\7invalid\\0\\0\\1\\0\\1"
                        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                        s.settimeout(1)
                        s.sendto(question, ("127.0.0.1", 53))
                        try: return s.recv(512)[3] & 15
                        except TimeoutError: return "asked in vain"\
                    """)
                .memorySize(1024)
                .timeout(10)
                .build());
    function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
    function.invoke("$LATEST");
    var arn = arn();
    function.lambda().tagResource(r -> r.resource(arn).tags(Map.of(TAG, "none")));
    Await.until(() -> function.invoke("$LATEST").payload().asUtf8String(), "5"::equals);
  }
}
