package dev.hearth.secrets.parameters.api;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;

/// A parameter's value.
final class GetParameter implements Operation<GetParameterRequest, GetParameterResponse> {
  private final ReadParameter read;

  GetParameter(ReadParameter read) {
    this.read = read;
  }

  @Override
  public Access access(GetParameterRequest input, Call call) {
    return read.access(List.of(input.name()), call);
  }

  @Override
  public GetParameterResponse run(GetParameterRequest input, Call call) {
    boolean decrypt = Boolean.TRUE.equals(input.withDecryption());
    return GetParameterResponse.builder().parameter(read.read(input.name(), decrypt, call)).build();
  }
}
