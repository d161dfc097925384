package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import software.amazon.awssdk.core.SdkPojo;

/// The SDK's model classes as JSON outside of requests, for parts that store them as they are:
/// members by their names on the wire, times in seconds since the epoch, absent members left out.
public final class ModelJson {
  private ModelJson() {}

  /// One object. Members that travel in headers, paths or queries are left out.
  public static Payload write(SdkPojo pojo) {
    return JsonWriter.write(Encoding.JSON, writer -> writer.members(pojo));
  }

  /// Reads into `builder` what [#write] wrote, and answers it.
  public static <B extends SdkPojo> B read(Payload json, B builder) {
    JsonReader.read(Encoding.JSON, json, builder);
    return builder;
  }

  /// Reads an operation's whole input into `builder`: the members too that its own protocol has in
  /// the path, the query or headers, by their names in the model.
  public static <B extends SdkPojo> B readInput(Payload json, B builder) {
    JsonReader.readWhole(json, builder);
    return builder;
  }
}
