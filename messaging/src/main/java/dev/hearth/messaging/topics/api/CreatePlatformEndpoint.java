package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.PlatformTable.Platform;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.CreatePlatformEndpointRequest;
import software.amazon.awssdk.services.sns.model.CreatePlatformEndpointResponse;

/// Makes a device of a platform application, or finds the one with this token, which must not
/// differ from what is asked for.
final class CreatePlatformEndpoint
    implements Operation<CreatePlatformEndpointRequest, CreatePlatformEndpointResponse> {
  private final TopicStore store;

  CreatePlatformEndpoint(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(CreatePlatformEndpointRequest input, Call call) {
    return Access.to(
        "sns:CreatePlatformEndpoint",
        PlatformAccess.application(call, input.platformApplicationArn()));
  }

  @Override
  public CreatePlatformEndpointResponse run(CreatePlatformEndpointRequest input, Call call) {
    var application = PlatformAccess.application(call, input.platformApplicationArn());
    var attributes = new TreeMap<>(input.attributes());
    if (input.customUserData() != null) {
      attributes.put("CustomUserData", input.customUserData());
    }
    attributes.put("Token", input.token());
    attributes.putIfAbsent("Enabled", "true");
    PlatformAccess.checkEndpoint(attributes);
    var arn =
        store.write(
            tables -> {
              var _ = PlatformAccess.found(tables.platforms().find(application));
              var existing = tables.platforms().withToken(application, input.token());
              if (existing.isPresent()) {
                if (!existing.get().attributes().equals(attributes)) {
                  throw Refusals.invalid(
                      "Token Reason: Endpoint %s already exists with the same Token, but different attributes."
                          .formatted(existing.get().arn()));
                }
                return existing.get().arn();
              }
              var made =
                  new PlatformArn(
                      application.account(),
                      application.region(),
                      application.platform(),
                      application.application(),
                      call.requestId());
              tables.platforms().put(new Platform(made, attributes));
              return made;
            });
    return CreatePlatformEndpointResponse.builder().endpointArn(arn.toString()).build();
  }
}
