package dev.hearth.wire.index;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// One service as the SDK's classes describe it.
final class SdkService {
  private static final String SERVICES = "software.amazon.awssdk.services.";

  /// One operation.
  ///
  /// @param binding the marshaller's facts: method, URI, name on the wire
  /// @param flags any of `noAuth`, `upload`, `download`, `events`
  record SdkOperation(
      String name,
      OperationInfo binding,
      Class<?> request,
      Class<?> response,
      List<String> flags) {}

  private final String packageName;
  private final String client;
  private final List<SdkOperation> operations = new ArrayList<>();

  SdkService(String name, String client) throws ReflectiveOperationException {
    this.packageName = SERVICES + name;
    this.client = client;
    // The asynchronous client, for only it has the operations that stream events.
    for (var method : Class.forName(packageName + "." + client + "AsyncClient").getMethods()) {
      if (isOperation(method)) {
        operations.add(operation(method));
      }
    }
    operations.sort(Comparator.comparing(SdkOperation::name));
  }

  List<SdkOperation> operations() {
    return operations;
  }

  String packageName() {
    return packageName;
  }

  /// The class that builds the service's modelled exceptions from their codes.
  Class<?> clientClass() throws ClassNotFoundException {
    return Class.forName(packageName + ".Default" + client + "Client");
  }

  /// Leaves out the conveniences: builders' lambdas, paginators, files, presigned URLs.
  private static boolean isOperation(Method method) {
    var parameters = method.getParameterTypes();
    return parameters.length > 0
        && SdkRequest.class.isAssignableFrom(parameters[0])
        && !method.getName().endsWith("Paginator")
        && (parameters.length == 1
            || parameters[1] == AsyncRequestBody.class
            || parameters[1] == AsyncResponseTransformer.class
            || parameters[1].getSimpleName().endsWith("ResponseHandler"));
  }

  private SdkOperation operation(Method method) throws ReflectiveOperationException {
    var request = method.getParameterTypes()[0];
    var base = request.getSimpleName().replaceFirst("Request$", "");
    var field =
        Class.forName(packageName + ".transform." + base + "RequestMarshaller")
            .getDeclaredField("SDK_OPERATION_BINDING");
    field.setAccessible(true);
    var binding = (OperationInfo) field.get(null);
    var identifier = binding.operationIdentifier(); // "Target.Name", "Name" or nothing
    var name = identifier == null ? base : identifier.substring(identifier.lastIndexOf('.') + 1);
    var response = Class.forName(packageName + ".model." + base + "Response");
    return new SdkOperation(name, binding, request, response, flags(method, name));
  }

  private List<String> flags(Method method, String operation) throws ReflectiveOperationException {
    var flags = new ArrayList<String>();
    if (schemes(operation).stream().allMatch(scheme -> scheme.schemeId().endsWith("#noAuth"))) {
      flags.add("noAuth");
    }
    if (method.getParameterCount() > 1) {
      var streamed = method.getParameterTypes()[1];
      flags.add(
          streamed == AsyncRequestBody.class
              ? "upload"
              : streamed == AsyncResponseTransformer.class ? "download" : "events");
    }
    return flags;
  }

  /// How clients may sign this operation.
  private List<AuthSchemeOption> schemes(String operation) throws ReflectiveOperationException {
    var prefix = packageName + ".auth.scheme." + client + "AuthScheme";
    var parameters = Class.forName(prefix + "Params");
    var builder = (SdkBuilder<?, ?>) parameters.getMethod("builder").invoke(null);
    var builderType = Class.forName(prefix + "Params$Builder");
    builderType.getMethod("operation", String.class).invoke(builder, operation);
    builderType.getMethod("region", Region.class).invoke(builder, Region.US_EAST_1);
    var provider = Class.forName(prefix + "Provider");
    var options =
        provider
            .getMethod("resolveAuthScheme", parameters)
            .invoke(provider.getMethod("defaultProvider").invoke(null), builder.build());
    return ((List<?>) options).stream().map(AuthSchemeOption.class::cast).toList();
  }

  /// A new builder of an SDK model class.
  static SdkPojo builder(Class<?> model) throws ReflectiveOperationException {
    return (SdkPojo) model.getMethod("builder").invoke(null);
  }

  /// The model class that `builder` builds.
  static Class<?> modelClass(SdkPojo builder) {
    return ((SdkBuilder<?, ?>) builder).build().getClass();
  }
}
