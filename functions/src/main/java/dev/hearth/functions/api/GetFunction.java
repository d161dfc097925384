package dev.hearth.functions.api;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.store.StoredVersion;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.FunctionCodeLocation;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;

/// A version's configuration, a link to its code, and the function's tags and concurrency. Tags are
/// shown to those who may list them, as on AWS since July 2024.
final class GetFunction implements Operation<GetFunctionRequest, GetFunctionResponse> {
  private final Catalogue catalogue;
  private final FunctionStore store;
  private final CodeDownload downloads;
  private final Authorization authorization;
  private final Permissions permissions;

  GetFunction(
      Catalogue catalogue,
      FunctionStore store,
      CodeDownload downloads,
      Authorization authorization,
      Permissions permissions) {
    this.catalogue = catalogue;
    this.store = store;
    this.downloads = downloads;
    this.authorization = authorization;
    this.permissions = permissions;
  }

  @Override
  public Access access(GetFunctionRequest input, Call call) {
    return permissions.on("lambda:GetFunction", call, input.functionName(), input.qualifier());
  }

  private FunctionCodeLocation location(StoredVersion version, Call call) {
    var image = version.settings().image();
    var location = FunctionCodeLocation.builder();
    return image == null
        ? location
            .repositoryType("S3")
            .location(downloads.link(call.endpoint(), version.code().sha256()).toString())
            .build()
        : location
            .repositoryType("ECR")
            .imageUri(image.uri())
            .resolvedImageUri(image.resolvedUri())
            .build();
  }

  @Override
  public GetFunctionResponse run(GetFunctionRequest input, Call call) {
    var reference = FunctionReference.of(call, input.functionName(), input.qualifier());
    var version = catalogue.get(reference);
    var function = store.read(tables -> tables.function(reference.unqualified()));
    var response =
        GetFunctionResponse.builder()
            .configuration(Configurations.full(version, reference))
            .code(location(version, call));
    function.ifPresent(
        found -> {
          if (!found.tags().isEmpty()) {
            try {
              authorization.check(
                  permissions.on("lambda:ListTags", call, input.functionName(), null), call);
              response.tags(found.tags());
            } catch (ServiceException refusal) {
              response.tagsError(
                  error -> error.errorCode(refusal.code()).message(refusal.getMessage()));
            }
          }
          if (found.reservedConcurrency() != null) {
            response.concurrency(
                concurrency ->
                    concurrency.reservedConcurrentExecutions(found.reservedConcurrency()));
          }
        });
    return response.build();
  }
}
