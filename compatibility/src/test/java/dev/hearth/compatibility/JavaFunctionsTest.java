package dev.hearth.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.joda.time.DateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.Runtime;

/// Functions in Java with AWS's libraries of interfaces and events, as their owners package them.
@ExtendWith(Cloud.Extension.class)
@Timeout(120)
class JavaFunctionsTest {
  private static final String HANDLER =
      """
      import com.amazonaws.services.lambda.runtime.*;
      import com.amazonaws.services.lambda.runtime.events.*;
      import java.util.*;
      public class Function {
        public SQSBatchResponse queue(SQSEvent event, Context context) {
          var failed = new ArrayList<SQSBatchResponse.BatchItemFailure>();
          for (var message : event.getRecords()) {
            context.getLogger().log("got " + message.getBody());
            if (message.getMessageAttributes().get("n").getStringValue().equals("7")) {
              failed.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
            }
          }
          return new SQSBatchResponse(failed);
        }
        public APIGatewayV2HTTPResponse http(APIGatewayV2HTTPEvent event) {
          return APIGatewayV2HTTPResponse.builder().withStatusCode(200)
              .withHeaders(Map.of("x", event.getHeaders().get("a")))
              .withBody(event.getRequestContext().getHttp().getMethod()).build();
        }
        public String bucket(S3Event event) {
          var record = event.getRecords().get(0);
          return record.getEventTime().getYear() + " " + record.getS3().getObject().getUrlDecodedKey();
        }
        public String table(DynamodbEvent event) {
          var stream = event.getRecords().get(0).getDynamodb();
          return stream.getKeys().get("id").getS() + " "
              + stream.getApproximateCreationDateTime().getTime();
        }
      }
      """;

  private final PythonFunction function;

  JavaFunctionsTest(Cloud cloud) {
    function = new PythonFunction(cloud);
  }

  @AfterEach
  void close() {
    function.close();
  }

  private String answer(String method, String event) throws IOException {
    var files = new HashMap<>(JavaPackage.classes("Function", HANDLER));
    for (var type : List.of(RequestHandler.class, SQSEvent.class, DateTime.class)) {
      Path archive = JavaPackage.archive(type);
      files.put("lib/" + archive.getFileName(), Files.readAllBytes(archive));
    }
    function
        .lambda()
        .createFunction(
            function
                .creation("pass")
                .runtime(Runtime.JAVA21)
                .handler("Function::" + method)
                .memorySize(512)
                .timeout(20)
                .code(c -> c.zipFile(SdkBytes.fromByteArray(CodeZip.of(files))))
                .build());
    function.lambda().waiter().waitUntilFunctionActiveV2(r -> r.functionName(function.name()));
    var response =
        function
            .lambda()
            .invoke(r -> r.functionName(function.name()).payload(SdkBytes.fromUtf8String(event)));
    assertThat(response.functionError()).as(response.payload().asUtf8String()).isNull();
    return response.payload().asUtf8String();
  }

  @Test
  void messagesOfAQueueAreReadAndTheFailedOnesNamed() throws IOException {
    var event =
        """
        {"Records":[
          {"messageId":"a","body":"one","messageAttributes":{"n":{"stringValue":"1","dataType":"String"}},
           "eventSourceARN":"arn:aws:sqs:us-east-1:1:q"},
          {"messageId":"b","body":"two","messageAttributes":{"n":{"stringValue":"7","dataType":"String"}}}]}
        """;
    assertThat(answer("queue", event))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
  }

  @Test
  void anHttpApisRequestIsAnswered() throws IOException {
    var event =
        """
        {"version":"2.0","headers":{"a":"b"},"requestContext":{"http":{"method":"GET"}}}
        """;
    assertThat(answer("http", event))
        .contains("\"statusCode\":200")
        .contains("\"headers\":{\"x\":\"b\"}")
        .contains("\"body\":\"GET\"");
  }

  @Test
  void datesOfABucketsEventAreJodas() throws IOException {
    var event =
        """
        {"Records":[{"eventTime":"2026-11-28T01:02:03.000Z","s3":{"object":{"key":"a+b%3Fc","size":1}}}]}
        """;
    assertThat(answer("bucket", event)).isEqualTo("\"2026 a b?c\"");
  }

  @Test
  void datesOfATablesStreamAreSecondsOfTheEpoch() throws IOException {
    var event =
        """
        {"Records":[{"dynamodb":{"ApproximateCreationDateTime":1479499740,"Keys":{"id":{"S":"x"}}}}]}
        """;
    assertThat(answer("table", event)).isEqualTo("\"x 1479499740000\"");
  }
}
