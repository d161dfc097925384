package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.PlatformArn;
import dev.hearth.messaging.topics.Refusals;
import dev.hearth.messaging.topics.store.PlatformTable.Platform;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.CreatePlatformApplicationRequest;
import software.amazon.awssdk.services.sns.model.CreatePlatformApplicationResponse;

/// Makes a platform application; Hearth keeps its credentials and uses none of them. It may be made
/// again with the same attributes.
final class CreatePlatformApplication
    implements Operation<CreatePlatformApplicationRequest, CreatePlatformApplicationResponse> {
  private static final Set<String> PLATFORMS =
      Set.of(
          "ADM",
          "APNS",
          "APNS_SANDBOX",
          "APNS_VOIP",
          "APNS_VOIP_SANDBOX",
          "BAIDU",
          "GCM",
          "MACOS",
          "MACOS_SANDBOX",
          "MPNS",
          "WNS");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,256}");

  private final TopicStore store;

  CreatePlatformApplication(TopicStore store) {
    this.store = store;
  }

  @Override
  public Access access(CreatePlatformApplicationRequest input, Call call) {
    return Access.to("sns:CreatePlatformApplication", arn(input, call));
  }

  @Override
  public CreatePlatformApplicationResponse run(CreatePlatformApplicationRequest input, Call call) {
    var arn = arn(input, call);
    var attributes = new TreeMap<>(input.attributes());
    attributes.putIfAbsent("Enabled", "true");
    store.write(
        tables -> {
          var existing = tables.platforms().find(arn);
          if (existing.isPresent() && !existing.get().attributes().equals(attributes)) {
            throw Refusals.invalid(
                "Attributes Reason: Platform application already exists with different attributes");
          }
          tables.platforms().put(new Platform(arn, attributes));
          return null;
        });
    return CreatePlatformApplicationResponse.builder()
        .platformApplicationArn(arn.toString())
        .build();
  }

  private static PlatformArn arn(CreatePlatformApplicationRequest input, Call call) {
    if (!PLATFORMS.contains(input.platform())) {
      throw Refusals.invalid("Platform Reason: " + input.platform() + " is not a valid platform");
    }
    if (!NAME.matcher(input.name()).matches()) {
      throw Refusals.invalid("Name Reason: must be 1 to 256 letters, digits, _, - and dots");
    }
    return new PlatformArn(call.account(), call.region(), input.platform(), input.name(), "");
  }
}
