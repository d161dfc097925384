package dev.hearth.messaging.buses.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.Arn;
import dev.hearth.messaging.buses.BusEvent;
import dev.hearth.messaging.buses.BusReference;
import dev.hearth.messaging.buses.Ingestion;
import dev.hearth.messaging.buses.Refusals;
import dev.hearth.messaging.buses.RuleReference;
import dev.hearth.messaging.buses.store.BusTables;
import dev.hearth.messaging.buses.store.ResourceKind;
import dev.hearth.messaging.buses.store.ResourceTable.Stored;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.ArchiveState;
import software.amazon.awssdk.services.eventbridge.model.CreateArchiveRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeArchiveResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.eventbridge.model.UpdateArchiveRequest;

/// Archives. As with AWS each is a managed rule on its bus, `Events-Archive-<name>`, which lets
/// through what the archive's pattern does, and nothing that a replay brings.
final class Archives {
  private static final String MANAGER = "prod.vhs.events.aws.internal";

  private final Context context;

  Archives(Context context) {
    this.context = context;
  }

  static Arn arn(Call call, String name) {
    return Arn.of("events", call.region(), call.account(), Ingestion.ARCHIVE + name);
  }

  static Access access(String action, Call call, String name) {
    return Access.to(action, arn(call, name));
  }

  DescribeArchiveResponse create(Call call, CreateArchiveRequest input) {
    var bus = bus(call, input.eventSourceArn());
    if (input.kmsKeyIdentifier() != null) {
      throw Refusals.invalid("KmsKeyIdentifier", "Hearth encrypts archives with no keys of yours.");
    }
    var archive =
        DescribeArchiveResponse.builder()
            .archiveName(input.archiveName())
            .archiveArn(arn(call, input.archiveName()).toString())
            .eventSourceArn(bus.toString())
            .description(input.description())
            .eventPattern(input.eventPattern())
            .retentionDays(input.retentionDays() == null ? 0 : input.retentionDays())
            .state(ArchiveState.ENABLED)
            .creationTime(call.time())
            .build();
    var rule = rule(bus, archive);
    context.changeRules(
        bus,
        tables -> {
          tables.bus(bus);
          tables
              .resources(ResourceKind.ARCHIVE, call.account(), call.region())
              .create(
                  input.archiveName(), bus.toString(), archive, "Archive " + input.archiveName());
          put(tables, rule, archive);
          return null;
        });
    return archive;
  }

  private static BusReference bus(Call call, String arn) {
    return BusReference.parse(arn)
        .filter(bus -> bus.account().equals(call.account()) && bus.region().equals(call.region()))
        .orElseThrow(
            () -> Refusals.invalid("EventSourceArn", "Provided Arn is not in correct format."));
  }

  private static void put(
      BusTables tables, DescribeRuleResponse rule, DescribeArchiveResponse archive) {
    var reference = RuleReference.parse(rule.arn()).orElseThrow();
    tables.rules(reference.bus()).put(rule.name(), null, rule);
    var target = Target.builder().id(rule.name()).arn(archive.archiveArn()).build();
    tables.targets(reference.bus()).put(reference, target);
  }

  private static DescribeRuleResponse rule(BusReference bus, DescribeArchiveResponse archive) {
    var reference = reference(bus, archive.archiveName());
    return DescribeRuleResponse.builder()
        .name(reference.name())
        .arn(reference.toString())
        .eventBusName(bus.name())
        .eventPattern(pattern(archive.eventPattern()))
        .state(RuleState.ENABLED)
        .managedBy(MANAGER)
        .build();
  }

  private static RuleReference reference(BusReference bus, String archive) {
    return new RuleReference(bus, "Events-Archive-" + archive);
  }

  private static String pattern(@Nullable String wanted) {
    ObjectNode pattern = JsonNodeFactory.instance.objectNode();
    if (wanted != null && !wanted.isEmpty()) {
      Patterns.compile(wanted);
      try {
        pattern = (ObjectNode) BusEvent.JSON.readTree(wanted);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a pattern that was compiled", e);
      }
    }
    pattern.putArray("replay-name").addObject().put("exists", false);
    return pattern.toString();
  }

  DescribeArchiveResponse update(Call call, UpdateArchiveRequest input) {
    var bus = BusReference.parse(find(call, input.archiveName()).eventSourceArn()).orElseThrow();
    return context.changeRules(
        bus,
        tables -> {
          var table = tables.resources(ResourceKind.ARCHIVE, call.account(), call.region());
          var changed = find(tables, call, input.archiveName()).toBuilder();
          if (input.description() != null) {
            changed.description(input.description());
          }
          if (input.eventPattern() != null) {
            changed.eventPattern(input.eventPattern());
          }
          if (input.retentionDays() != null) {
            changed.retentionDays(input.retentionDays());
          }
          var archive = changed.build();
          table.put(input.archiveName(), bus.toString(), archive);
          put(tables, rule(bus, archive), archive);
          return archive;
        });
  }

  void delete(Call call, String name) {
    var bus = BusReference.parse(find(call, name).eventSourceArn()).orElseThrow();
    context.changeRules(
        bus,
        tables -> {
          var rule = reference(bus, name);
          tables.resources(ResourceKind.ARCHIVE, call.account(), call.region()).delete(name);
          tables.targets(bus).remove(rule, rule.name());
          tables.rules(bus).delete(rule.name());
          tables.archived(call.account(), call.region(), name).clear();
          return null;
        });
  }

  DescribeArchiveResponse find(Call call, String name) {
    return context.store().read(tables -> find(tables, call, name));
  }

  private static DescribeArchiveResponse find(BusTables tables, Call call, String name) {
    return tables
        .resources(ResourceKind.ARCHIVE, call.account(), call.region())
        .find(name)
        .map(Stored::model)
        .orElseThrow(() -> Refusals.notFound("Archive " + name));
  }

  DescribeArchiveResponse describe(Call call, String name) {
    return context.store().read(tables -> counted(tables, call, find(tables, call, name)));
  }

  private static DescribeArchiveResponse counted(
      BusTables tables, Call call, DescribeArchiveResponse archive) {
    var size = tables.archived(call.account(), call.region(), archive.archiveName()).size();
    return archive.toBuilder().eventCount(size.events()).sizeBytes(size.bytes()).build();
  }

  List<DescribeArchiveResponse> list(
      Call call, @Nullable String prefix, @Nullable String busArn, String after, int most) {
    return context
        .store()
        .read(
            tables ->
                tables
                    .resources(ResourceKind.ARCHIVE, call.account(), call.region())
                    .list(prefix == null ? "" : prefix, busArn, after, most)
                    .stream()
                    .map(stored -> counted(tables, call, stored.model()))
                    .toList());
  }
}
