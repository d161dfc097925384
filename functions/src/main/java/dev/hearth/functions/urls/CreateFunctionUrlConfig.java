package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionUrl;
import dev.hearth.functions.api.Shapes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.time.InstantSource;
import java.util.Objects;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvokeMode;

/// Gives a function or an alias its URL, which stays the same until it is deleted.
final class CreateFunctionUrlConfig
    implements Operation<CreateFunctionUrlConfigRequest, CreateFunctionUrlConfigResponse> {
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 32;

  private final UrlStore urls;
  private final Catalogue catalogue;
  private final UrlAccess access;
  private final InstantSource clock;
  private final RandomGenerator random;

  CreateFunctionUrlConfig(
      UrlStore urls,
      Catalogue catalogue,
      UrlAccess access,
      InstantSource clock,
      RandomGenerator random) {
    this.urls = urls;
    this.catalogue = catalogue;
    this.access = access;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Access access(CreateFunctionUrlConfigRequest input, Call call) {
    return access.of("lambda:CreateFunctionUrlConfig", reference(input, call), input.authType());
  }

  @Override
  public CreateFunctionUrlConfigResponse run(CreateFunctionUrlConfigRequest input, Call call) {
    var now = clock.instant();
    var url =
        new FunctionUrl(
            newId(),
            reference(input, call),
            input.authType(),
            Objects.requireNonNullElse(input.invokeMode(), InvokeMode.BUFFERED),
            UrlConfigs.cors(input.cors()),
            now,
            now);
    var version = catalogue.find(url.function()).orElseThrow(UrlStore::noFunction);
    if (version.settings().tenantIsolation() != null) {
      throw Refusals.invalid(
          "Function URLs are not supported for functions with tenant isolation.");
    }
    urls.create(url);
    return Shapes.copy(
            UrlConfigs.show(url, call.endpoint()), CreateFunctionUrlConfigResponse.builder())
        .build();
  }

  private static FunctionReference reference(CreateFunctionUrlConfigRequest input, Call call) {
    return UrlAccess.reference(call, input.functionName(), input.qualifier());
  }

  private String newId() {
    var id = new StringBuilder(ID_LENGTH);
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }
}
