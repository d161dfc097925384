package dev.hearth.observability.api;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.BufferedLogs;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogStreamRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;

/// The service over a temporary database, called as the wire calls it.
final class LogsFixture implements AutoCloseable {
  static final AccountId ACCOUNT = new AccountId("123456789012");

  final Database database;
  Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Service service;

  LogsFixture(Path folder) {
    database = Databases.sqlite(folder.resolve("logs.db"), BufferedLogs.SCHEMA);
    service = LogsService.over(database);
  }

  Call call(String operation) {
    return new Call(
        "11111111-2222-3333-4444-555555555555",
        "logs",
        operation,
        Region.DEFAULT,
        new Caller(ACCOUNT, "arn:aws:iam::123456789012:user/u", "AIDA1", "AKIA1", Map.of()),
        URI.create("http://127.0.0.1:4566"),
        "127.0.0.1",
        "test",
        now);
  }

  /// Runs the operation that takes requests of this class.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <O extends SdkPojo> O run(SdkPojo input) {
    var name = name(input);
    return (O) ((Operation<SdkPojo, ?>) operation(name)).run(input, call(name));
  }

  /// What the operation asks of its caller, as `action resource`.
  @SuppressWarnings("unchecked")
  List<String> access(SdkPojo input) {
    var name = name(input);
    Access access = ((ServiceOperation<SdkPojo>) operation(name)).access(input, call(name));
    return access.needs().stream().map(need -> need.action() + " " + need.resource()).toList();
  }

  private ServiceOperation<?> operation(String name) {
    return service.operations().stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String name(SdkPojo input) {
    return input.getClass().getSimpleName().replaceFirst("Request$", "");
  }

  /// Expects the operation to be refused with this code, and gives its message.
  String refusal(SdkPojo input, String code) {
    var thrown = Assertions.catchThrowableOfType(ServiceException.class, () -> run(input));
    Assertions.assertThat(thrown).as("refusal").isNotNull();
    Assertions.assertThat(thrown.code()).isEqualTo(code);
    return thrown.getMessage();
  }

  void group(String name) {
    run(CreateLogGroupRequest.builder().logGroupName(name).build());
  }

  void stream(String group, String name) {
    run(CreateLogStreamRequest.builder().logGroupName(group).logStreamName(name).build());
  }

  /// Stores events one second apart, the first at [#now].
  void put(String group, String stream, String... messages) {
    var events =
        IntStream.range(0, messages.length)
            .mapToObj(i -> event(Duration.ofSeconds(i), messages[i]))
            .toList();
    run(put(group, stream, events));
  }

  static PutLogEventsRequest put(String group, String stream, List<InputLogEvent> events) {
    return PutLogEventsRequest.builder()
        .logGroupName(group)
        .logStreamName(stream)
        .logEvents(events)
        .build();
  }

  InputLogEvent event(Duration sinceNow, String message) {
    return InputLogEvent.builder()
        .timestamp(now.plus(sinceNow).toEpochMilli())
        .message(message)
        .build();
  }

  @Override
  public void close() {
    database.close();
  }
}
