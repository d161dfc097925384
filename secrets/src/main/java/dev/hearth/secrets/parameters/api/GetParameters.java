package dev.hearth.secrets.parameters.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/// The values of several parameters; those that there are not are told beside them.
final class GetParameters implements Operation<GetParametersRequest, GetParametersResponse> {
  private static final Set<String> MISSING =
      Set.of("ParameterNotFound", "ParameterVersionNotFound");

  private final ReadParameter read;

  GetParameters(ReadParameter read) {
    this.read = read;
  }

  @Override
  public Access access(GetParametersRequest input, Call call) {
    return read.access(input.names(), call);
  }

  @Override
  public GetParametersResponse run(GetParametersRequest input, Call call) {
    boolean decrypt = Boolean.TRUE.equals(input.withDecryption());
    var found = new ArrayList<Parameter>();
    var invalid = new ArrayList<String>();
    for (var name : new LinkedHashSet<>(input.names())) {
      try {
        found.add(read.read(name, decrypt, call));
      } catch (ServiceException e) {
        if (!MISSING.contains(e.code())) {
          throw e;
        }
        invalid.add(name);
      }
    }
    return GetParametersResponse.builder().parameters(found).invalidParameters(invalid).build();
  }
}
