package dev.hearth.messaging.topics.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.CheckIfPhoneNumberIsOptedOutRequest;
import software.amazon.awssdk.services.sns.model.CheckIfPhoneNumberIsOptedOutResponse;

/// Says that a telephone is not opted out: nobody can answer a message that does not leave Hearth.
final class CheckIfPhoneNumberIsOptedOut
    implements Operation<
        CheckIfPhoneNumberIsOptedOutRequest, CheckIfPhoneNumberIsOptedOutResponse> {
  @Override
  public Access access(CheckIfPhoneNumberIsOptedOutRequest input, Call call) {
    return Access.to("sns:CheckIfPhoneNumberIsOptedOut", "*");
  }

  @Override
  public CheckIfPhoneNumberIsOptedOutResponse run(
      CheckIfPhoneNumberIsOptedOutRequest input, Call call) {
    return CheckIfPhoneNumberIsOptedOutResponse.builder().isOptedOut(false).build();
  }
}
