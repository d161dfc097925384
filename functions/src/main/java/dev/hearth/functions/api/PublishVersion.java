package dev.hearth.functions.api;

import dev.hearth.functions.catalogue.Changes;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;

/// Makes an unchangeable version of `$LATEST`; the last one is answered where nothing has changed
/// since.
final class PublishVersion implements Operation<PublishVersionRequest, PublishVersionResponse> {
  private final Changes changes;
  private final Permissions permissions;

  PublishVersion(Changes changes, Permissions permissions) {
    this.changes = changes;
    this.permissions = permissions;
  }

  @Override
  public Access access(PublishVersionRequest input, Call call) {
    return permissions.on("lambda:PublishVersion", call, input.functionName(), null);
  }

  @Override
  public PublishVersionResponse run(PublishVersionRequest input, Call call) {
    var function = Latest.of(call, input.functionName());
    SettingsInput.refuse(input.publishToAsString() != null, "PublishTo");
    if (input.description() != null) {
      Validation.atMost("description", input.description(), 256);
    }
    var published =
        changes.publish(function, input.codeSha256(), input.description(), input.revisionId());
    return Shapes.copy(Configurations.full(published, true), PublishVersionResponse.builder())
        .build();
  }
}
