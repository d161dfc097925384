package dev.hearth.messaging.mappings.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.kernel.Payload;
import dev.hearth.messaging.mappings.EventSource.Frame;
import dev.hearth.messaging.mappings.store.Lane.Window;
import dev.hearth.messaging.mappings.store.Mapping;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;

/// The event that a function is invoked with for a batch. Source: AWS Lambda Developer Guide,
/// "Using Lambda with Amazon SQS" and "Implementing stateful Kinesis Data Streams processing in
/// Lambda".
final class BatchEvent {
  /// Largest event of a synchronous invocation, in bytes. Source: "Lambda quotas".
  static final int LARGEST = 6 * 1024 * 1024;

  /// What the event has beside its records and a window's state, at most.
  private static final int OVERHEAD = 4_096;

  private BatchEvent() {}

  /// How many bytes the records of an event may have, beside `more`.
  static int room(int more) {
    return LARGEST - OVERHEAD - more;
  }

  static Payload of(Frame frame, List<Payload> records) {
    var out = records(frame, records);
    out.write('}');
    return Payload.of(out.toByteArray());
  }

  /// The event of a batch in a tumbling window.
  ///
  /// @param last whether the window ends with it
  static Payload of(
      List<Payload> records,
      Mapping mapping,
      String shard,
      Window window,
      Duration size,
      boolean last) {
    var out = records(Frame.RECORDS, records);
    var end = window.start().plus(size);
    var rest =
        ",\"window\":{\"start\":\"%s\",\"end\":\"%s\"},\"state\":%s,\"shardId\":%s,\"eventSourceARN\":%s,\"isFinalInvokeForWindow\":%b,\"isWindowTerminatedEarly\":%b}"
            .formatted(
                window.start(),
                end,
                window.state().text(),
                quoted(shard),
                quoted(mapping.source().toString()),
                last,
                window.cut());
    out.writeBytes(rest.getBytes(UTF_8));
    return Payload.of(out.toByteArray());
  }

  private static ByteArrayOutputStream records(Frame frame, List<Payload> records) {
    var size = records.stream().mapToInt(record -> record.size() + 1).sum();
    var out = new ByteArrayOutputStream(size + OVERHEAD);
    out.writeBytes(frame.before().getBytes(UTF_8));
    var first = true;
    for (var record : records) {
      if (!first) {
        out.write(',');
      }
      first = false;
      out.writeBytes(record.bytes());
    }
    out.writeBytes(frame.after().getBytes(UTF_8));
    return out;
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
