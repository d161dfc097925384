package dev.hearth.messaging.topics.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.sns.model.ListOriginationNumbersRequest;
import software.amazon.awssdk.services.sns.model.ListOriginationNumbersResponse;

/// Lists none: Hearth sends no SMS.
final class ListOriginationNumbers
    implements Operation<ListOriginationNumbersRequest, ListOriginationNumbersResponse> {
  @Override
  public Access access(ListOriginationNumbersRequest input, Call call) {
    return Access.to("sns:ListOriginationNumbers", "*");
  }

  @Override
  public ListOriginationNumbersResponse run(ListOriginationNumbersRequest input, Call call) {
    return ListOriginationNumbersResponse.builder().phoneNumbers(List.of()).build();
  }
}
