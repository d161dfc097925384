package dev.hearth.messaging.topics.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.sns.model.ListPhoneNumbersOptedOutRequest;
import software.amazon.awssdk.services.sns.model.ListPhoneNumbersOptedOutResponse;

/// Lists nobody: see [CheckIfPhoneNumberIsOptedOut].
final class ListPhoneNumbersOptedOut
    implements Operation<ListPhoneNumbersOptedOutRequest, ListPhoneNumbersOptedOutResponse> {
  @Override
  public Access access(ListPhoneNumbersOptedOutRequest input, Call call) {
    return Access.to("sns:ListPhoneNumbersOptedOut", "*");
  }

  @Override
  public ListPhoneNumbersOptedOutResponse run(ListPhoneNumbersOptedOutRequest input, Call call) {
    return ListPhoneNumbersOptedOutResponse.builder().phoneNumbers(List.of()).build();
  }
}
