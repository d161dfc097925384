package dev.hearth.messaging.topics.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.sns.model.OptInPhoneNumberRequest;
import software.amazon.awssdk.services.sns.model.OptInPhoneNumberResponse;

/// Does nothing, for nobody is opted out: see [CheckIfPhoneNumberIsOptedOut].
final class OptInPhoneNumber
    implements Operation<OptInPhoneNumberRequest, OptInPhoneNumberResponse> {
  @Override
  public Access access(OptInPhoneNumberRequest input, Call call) {
    return Access.to("sns:OptInPhoneNumber", "*");
  }

  @Override
  public OptInPhoneNumberResponse run(OptInPhoneNumberRequest input, Call call) {
    return OptInPhoneNumberResponse.builder().build();
  }
}
