package dev.hearth.wire.protocol;

import dev.hearth.kernel.Payload;
import dev.hearth.wire.http.HttpResponse;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.signature.Dialect;
import software.amazon.awssdk.core.SdkPojo;

/// One of the protocols that AWS's services speak. Specifications: Smithy 2.0, "AWS protocols".
public interface Protocol {
  /// The protocol of this name in Smithy, such as `restJson1`.
  static Protocol of(String name) {
    return switch (name) {
      case "restJson1" -> RestJson.INSTANCE;
      case "restXml" -> RestXml.INSTANCE;
      case "awsJson1_0" -> AwsJson.VERSION_1_0;
      case "awsJson1_1" -> AwsJson.VERSION_1_1;
      case "awsCbor1_1" -> AwsJson.CBOR_1_1; // no name of Smithy's, for it never had the protocol
      case "awsQuery" -> AwsQuery.INSTANCE;
      case "rpcv2Cbor" -> RpcV2Cbor.INSTANCE;
      default -> throw new IllegalArgumentException("protocol: " + name);
    };
  }

  /// The protocol that the service's own clients prefer.
  static Protocol of(ServiceModel service) {
    return of(service.protocols().getFirst());
  }

  /// How refusals of a signature are worded.
  Dialect dialect();

  /// Reads the operation's input.
  ///
  /// @throws dev.hearth.kernel.ServiceException `SerializationException` where it cannot be read
  SdkPojo read(OperationModel operation, Input input);

  /// Writes the operation's output, but for a body that streams.
  HttpResponse write(OperationModel operation, SdkPojo output, String requestId);

  /// The type of what [#structure] writes.
  String contentType();

  /// Writes a structure on its own, as an event of a stream holds it.
  ///
  /// @param name for protocols whose structures have one
  Payload structure(String name, SdkPojo structure);

  /// Writes an error.
  HttpResponse write(WireError error, String requestId);
}
