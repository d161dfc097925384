package dev.hearth.wire.dispatch;

import static dev.hearth.wire.dispatch.Wired.operation;
import static dev.hearth.wire.dispatch.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.wire.Call;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/// SQS as its clients spoke to it before they spoke JSON. The forms are those of its API Reference
/// of that time.
class LegacyQueryTest {
  private static final String QUEUE = "QueueUrl=http%3A%2F%2Flocalhost%2F123456789012%2Fq";

  @Test
  void attributesComeAsNamesAndValues() {
    var got = new ArrayList<SetQueueAttributesRequest>();
    var wired =
        new Wired()
            .with(
                "sqs",
                operation(
                    "SetQueueAttributes",
                    (SetQueueAttributesRequest in, Call _) -> {
                      got.add(in);
                      return SetQueueAttributesResponse.builder().build();
                    }));
    var response =
        wired.answer(
            Requests.form(
                "sqs",
                "Action=SetQueueAttributes&Version=2012-11-05&"
                    + QUEUE
                    + "&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=35"
                    + "&Attribute.2.Name=DelaySeconds&Attribute.2.Value=5"));
    assertThat(got.getFirst().attributes())
        .isEqualTo(
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "35",
                QueueAttributeName.DELAY_SECONDS,
                "5"));
    assertThat(text(response))
        .isEqualTo(
            "<SetQueueAttributesResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">"
                + "<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>"
                + "</SetQueueAttributesResponse>");
  }

  @Test
  void batchesComeAsNumberedEntries() {
    var got = new ArrayList<SendMessageBatchRequest>();
    var wired =
        new Wired()
            .with(
                "sqs",
                operation(
                    "SendMessageBatch",
                    (SendMessageBatchRequest in, Call _) -> {
                      got.add(in);
                      return SendMessageBatchResponse.builder()
                          .successful(
                              SendMessageBatchResultEntry.builder().id("a").messageId("m").build())
                          .build();
                    }));
    var response =
        wired.answer(
            Requests.form(
                "sqs",
                "Action=SendMessageBatch&Version=2012-11-05&"
                    + QUEUE
                    + "&SendMessageBatchRequestEntry.1.Id=a"
                    + "&SendMessageBatchRequestEntry.1.MessageBody=hello"
                    + "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=color"
                    + "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=red"
                    + "&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String"));
    var entry = got.getFirst().entries().getFirst();
    assertThat(entry.messageBody()).isEqualTo("hello");
    assertThat(entry.messageAttributes())
        .containsOnly(
            Map.entry(
                "color",
                MessageAttributeValue.builder().dataType("String").stringValue("red").build()));
    assertThat(text(response))
        .contains("<SendMessageBatchResultEntry><Id>a</Id><MessageId>m</MessageId>");
  }

  @Test
  void messagesGoFlat() {
    var wired =
        new Wired()
            .with(
                "sqs",
                operation(
                    "ReceiveMessage",
                    (ReceiveMessageRequest in, Call _) ->
                        ReceiveMessageResponse.builder()
                            .messages(
                                Message.builder()
                                    .body(in.messageAttributeNames().toString())
                                    .attributesWithStrings(Map.of("SenderId", "me"))
                                    .build())
                            .build()));
    var response =
        wired.answer(
            Requests.form(
                "sqs",
                "Action=ReceiveMessage&Version=2012-11-05&"
                    + QUEUE
                    + "&MaxNumberOfMessages=5&AttributeName.1=All&MessageAttributeName.1=color"));
    assertThat(text(response))
        .contains(
            "<ReceiveMessageResult><Message><Body>[color]</Body><Attribute><Name>SenderId</Name>"
                + "<Value>me</Value></Attribute></Message></ReceiveMessageResult>");
  }
}
