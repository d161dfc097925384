package dev.hearth.secrets.parameters.api;

import dev.hearth.secrets.parameters.ParameterStore;
import dev.hearth.secrets.parameters.ParameterValues;
import dev.hearth.secrets.secrets.api.SecretReference;
import dev.hearth.wire.Service;
import java.util.List;

/// Parameter Store on the wire: Systems Manager, of which Hearth has nothing else.
public final class ParametersService {
  private ParametersService() {}

  /// All implemented operations.
  public static Service of(ParameterStore store, ParameterValues values, SecretReference secrets) {
    var read = new ReadParameter(store, values, secrets);
    return new Service(
        "ssm",
        List.of(
            new AddTagsToResource(store),
            new DeleteParameter(store),
            new DeleteParameters(store),
            new DescribeParameters(store),
            new GetParameter(read),
            new GetParameterHistory(store, values),
            new GetParameters(read),
            new GetParametersByPath(store, values),
            new LabelParameterVersion(store),
            new ListTagsForResource(store),
            new PutParameter(store, values),
            new RemoveTagsFromResource(store),
            new UnlabelParameterVersion(store)));
  }
}
