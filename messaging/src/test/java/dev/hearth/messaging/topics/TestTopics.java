package dev.hearth.messaging.topics;

import dev.hearth.functions.FunctionVersion;
import dev.hearth.functions.Functions;
import dev.hearth.invocation.Event;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.store.WorkQueue;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;

/// Topics over a real database, with queues that keep what they get and functions that are never
/// run.
public final class TestTopics implements AutoCloseable {
  public static final AccountId ACCOUNT = new AccountId("123456789012");
  public static final AccountId OTHER = new AccountId("210987654321");
  public static final Region REGION = Region.DEFAULT;

  public final SteppedClock clock;
  public final KeptQueues queues = new KeptQueues();
  public final List<Event> invoked = new ArrayList<>();

  /// What policies do not let SNS use.
  public final Set<String> closed = new HashSet<>();

  private final Database database;
  private final TopicStore store;
  public final TopicsPart part;
  private boolean started;

  public TestTopics(Path folder) {
    this(
        folder,
        Databases.sqlite(folder.resolve("messaging.db"), WorkQueue.SCHEMA, TopicsPart.SCHEMA),
        new SteppedClock(),
        null);
  }

  /// Topics over a database of the test's own.
  ///
  /// @param others queues in place of [#queues]; null for those
  public TestTopics(
      Path folder, Database database, SteppedClock clock, @Nullable QueueSender others) {
    this.database = database;
    this.clock = clock;
    store = new TopicStore(database);
    part =
        new TopicsPart(
            store,
            database,
            folder.resolve("topics"),
            URI.create("http://127.0.0.1:4566"),
            new TopicsConfig(null, true),
            new TopicsPart.Ports(
                others == null ? queues : others,
                new AnyFunction(),
                (_, event) -> invoked.add(event),
                (access, _) ->
                    access.needs().stream()
                        .filter(need -> closed.contains(need.resource()))
                        .findFirst()
                        .ifPresent(
                            need -> {
                              throw new ServiceException("AccessDenied", 403, need.resource());
                            }),
                (_, role, _) -> caller(ACCOUNT),
                () -> UUID.randomUUID().toString()),
            clock,
            new SecureRandom());
  }

  /// Begins to deliver.
  public void start() {
    part.start(true);
    started = true;
  }

  /// Whether a topic's policy is known.
  public Optional<String> policy(String topic) {
    return TopicsPart.policies(store).find(topic);
  }

  /// Runs the operation of a request as the owner of everything.
  public <O extends SdkPojo> O run(SdkPojo request, Class<O> answer) {
    return run(request, answer, caller(ACCOUNT));
  }

  /// Runs the operation of a request.
  @SuppressWarnings("unchecked")
  public <O extends SdkPojo> O run(SdkPojo request, Class<O> answer, Caller caller) {
    var name = request.getClass().getSimpleName().replaceFirst("Request$", "");
    var operation =
        part.service().operations().stream()
            .filter(each -> each.name().equalsIgnoreCase(name))
            .map(each -> (Operation<SdkPojo, SdkPojo>) each)
            .findFirst()
            .orElseThrow();
    var call =
        new Call(
            UUID.randomUUID().toString(),
            "sns",
            operation.name(),
            REGION,
            caller,
            URI.create("http://127.0.0.1:4566"),
            "127.0.0.1",
            "test",
            clock.instant());
    var _ = operation.access(request, call);
    return answer.cast(operation.run(request, call));
  }

  public static Caller caller(AccountId account) {
    return new Caller(
        account, "arn:aws:iam::" + account + ":root", account.digits(), "AKIA", Map.of());
  }

  public static Caller anonymous() {
    return Caller.anonymous(ACCOUNT);
  }

  /// Makes a topic; a FIFO one where the name says so.
  public String topic(String name) {
    var attributes =
        name.endsWith(".fifo") ? Map.of("FifoTopic", "true") : Map.<String, String>of();
    return run(
            CreateTopicRequest.builder().name(name).attributes(attributes).build(),
            CreateTopicResponse.class)
        .topicArn();
  }

  public String subscribe(
      String topic, String protocol, String endpoint, Map<String, String> attributes) {
    return run(
            SubscribeRequest.builder()
                .topicArn(topic)
                .protocol(protocol)
                .endpoint(endpoint)
                .attributes(attributes)
                .returnSubscriptionArn(true)
                .build(),
            SubscribeResponse.class)
        .subscriptionArn();
  }

  public PublishResponse publish(String topic, String message) {
    return run(
        PublishRequest.builder().topicArn(topic).message(message).build(), PublishResponse.class);
  }

  @Override
  public void close() {
    if (started) {
      part.close(Duration.ofSeconds(2));
    }
    database.close();
  }

  private static final class AnyFunction implements Functions {
    @Override
    public FunctionVersion resolve(
        AccountId account, Region region, String name, String qualifier) {
      if (name.equals("missing")) {
        throw new ServiceException("ResourceNotFoundException", 404, "Function not found");
      }
      return new FunctionVersion(
          account,
          region,
          name,
          "1",
          "r1",
          "Active",
          Path.of("/nowhere"),
          "sha",
          dev.hearth.functions.Settings.defaults(
              name, "arn:aws:iam::123456789012:role/r", "python3.13", "a.b"),
          Map.of());
    }

    @Override
    public Optional<Lease> lease(FunctionVersion version) {
      return Optional.empty();
    }

    @Override
    public void onChange(ChangeListener listener) {}
  }
}
