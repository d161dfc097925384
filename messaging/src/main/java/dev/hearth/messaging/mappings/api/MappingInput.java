package dev.hearth.messaging.mappings.api;

import dev.hearth.functions.DestinationCheck;
import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.kernel.Arn;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.EventSources;
import dev.hearth.messaging.mappings.SelfManagedKafka;
import dev.hearth.messaging.mappings.StreamSource;
import dev.hearth.messaging.mappings.Unsupported;
import dev.hearth.wire.Call;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;

/// Reads what a request configures, and checks that it fits source and function.
final class MappingInput {
  /// What Hearth has no source for.
  private static final List<String> FOREIGN =
      List.of("AmazonManagedKafkaEventSourceConfig", "DocumentDBEventSourceConfig");

  /// Members of requests that are no settings.
  private static final Set<String> OTHER =
      Set.of("UUID", "FunctionName", "EventSourceArn", "Enabled", "Tags");

  private final Functions functions;
  private final EventSources sources;
  private final DestinationCheck destinations;

  MappingInput(Functions functions, EventSources sources, DestinationCheck destinations) {
    this.functions = functions;
    this.sources = sources;
    this.destinations = destinations;
  }

  /// The source that a new mapping is to have.
  Arn source(CreateEventSourceMappingRequest input, Call call) {
    refuseForeign(input);
    var text = input.eventSourceArn();
    if (input.selfManagedEventSource() != null) {
      if (text != null) {
        throw EventSources.invalid(
            "EventSourceArn and SelfManagedEventSource: only one of them is allowed.");
      }
      return SelfManagedKafka.arn(call.region(), call.account(), selfManaged(input));
    }
    if (text == null || text.isEmpty()) {
      throw EventSources.invalid("Unrecognized event source.");
    }
    return Arn.parse(text)
        .orElseThrow(() -> EventSources.invalid("Unrecognized event source: " + text));
  }

  private static void refuseForeign(SdkPojo input) {
    for (var field : input.sdkFields()) {
      if (FOREIGN.contains(field.locationName()) && isGiven(field, input)) {
        throw EventSources.invalid(
            field.locationName()
                + ": Hearth has neither Amazon MSK nor DocumentDB. Kafka clusters are read as"
                + " self-managed ones.");
      }
    }
  }

  private static EventSourceMappingConfiguration selfManaged(
      CreateEventSourceMappingRequest input) {
    return EventSourceMappingConfiguration.builder()
        .selfManagedEventSource(input.selfManagedEventSource())
        .topics(input.topics())
        .build();
  }

  private static boolean isGiven(SdkField<?> field, SdkPojo input) {
    var value = field.getValueOrDefault(input);
    return value != null
        && !(value instanceof SdkAutoConstructList)
        && !(value instanceof SdkAutoConstructMap);
  }

  /// The function that a request names, in the caller's account.
  FunctionReference function(Call call, String name) {
    var function = FunctionReference.of(call, name, null);
    if (!function.account().equals(call.account())) {
      throw EventSources.invalid(
          "The function of an event source mapping must be in the caller's account.");
    }
    return function;
  }

  /// What would run now.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  FunctionVersion version(FunctionReference function) {
    var version =
        functions.resolve(
            function.account(), function.region(), function.name(), function.qualifier());
    if (version.settings().tenantIsolation() != null) {
      throw EventSources.invalid(
          "Event source mappings are not supported for functions with tenancy configuration.");
    }
    if (version.settings().durable() != null && function.qualifier().isEmpty()) {
      throw EventSources.invalid("You cannot invoke a durable function using an unqualified ARN.");
    }
    return version;
  }

  /// The settings of a request over those that there are; what it leaves out stays, and what is
  /// empty is taken away.
  ///
  /// @param before of a new mapping the defaults
  EventSourceMappingConfiguration over(
      EventSourceMappingConfiguration before, SdkPojo input, EventSource source) {
    refuseForeign(input);
    var builder = before.toBuilder();
    for (var field : input.sdkFields()) {
      var name = field.locationName();
      if (OTHER.contains(name) || !isGiven(field, input)) {
        continue;
      }
      var refusal = source.unsupported().get(name);
      if (refusal != null) {
        throw EventSources.invalid(refusal);
      }
      builder.sdkFields().stream()
          .filter(target -> target.locationName().equals(name))
          .forEach(target -> set(target, builder, field.getValueOrDefault(input)));
    }
    return cleared(builder.build());
  }

  @SuppressWarnings("unchecked") // the SDK names members of one type alike in all of these shapes
  private static <T> void set(SdkField<T> field, SdkPojo builder, Object value) {
    field.set(builder, (T) value);
  }

  /// Empty structures mean none.
  private static EventSourceMappingConfiguration cleared(EventSourceMappingConfiguration it) {
    var builder = it.toBuilder();
    if (it.filterCriteria() != null && it.filterCriteria().filters().isEmpty()) {
      builder.filterCriteria((FilterCriteria) null);
    }
    if (it.scalingConfig() != null && it.scalingConfig().maximumConcurrency() == null) {
      builder.scalingConfig((software.amazon.awssdk.services.lambda.model.ScalingConfig) null);
    }
    if (Objects.requireNonNullElse(it.kmsKeyArn(), "").isEmpty()) {
      builder.kmsKeyArn(null);
    }
    if (it.metricsConfig() != null && it.metricsConfig().metricsAsStrings().isEmpty()) {
      builder.metricsConfig(
          (software.amazon.awssdk.services.lambda.model.EventSourceMappingMetricsConfig) null);
    }
    return builder.build();
  }

  /// Refuses what does not fit together.
  ///
  /// @param version that would run now
  void check(
      EventSourceMappingConfiguration settings,
      EventSource source,
      Arn arn,
      FunctionVersion version) {
    if (settings.provisionedPollerConfig() != null) {
      throw EventSources.invalid(
          "ProvisionedPollerConfig: Hearth scales event pollers by itself, and keeps none ready.");
    }
    SettingsCheck.batch(settings, source.limits(arn));
    SettingsCheck.filters(settings.filterCriteria());
    source.check(arn, settings);
    if (source instanceof StreamSource stream) {
      SettingsCheck.stream(settings, stream);
    }
    destination(settings, version);
    sources.checkRole(version.settings().role(), source, arn, settings);
    source.check(arn, version);
  }

  private void destination(EventSourceMappingConfiguration settings, FunctionVersion version) {
    var config = settings.destinationConfig();
    if (config == null) {
      return;
    }
    if (config.onSuccess() != null && config.onSuccess().destination() != null) {
      throw EventSources.invalid(Unsupported.text("OnSuccess"));
    }
    var target = config.onFailure() == null ? null : config.onFailure().destination();
    if (target == null || target.isEmpty()) {
      return;
    }
    var arn =
        Arn.parse(target)
            .filter(parsed -> Set.of("sqs", "sns", "s3").contains(parsed.service()))
            .orElseThrow(
                () ->
                    EventSources.invalid(
                        "The provided destination config DestinationConfig(onSuccess=null,"
                            + " onFailure=OnFailure(destination=%s)) is invalid."
                                .formatted(target)));
    destinations.check(version.settings().role(), arn);
  }
}
