package dev.hearth.wire.model;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// One operation of a service. Its classes are loaded when an input is first made.
public final class OperationModel {
  private final ServiceModel service;
  private final String name;
  private final String method;
  private final String uri;
  private final int status;
  private final String requestClass;
  private final String responseClass;
  private final List<String> flags;
  private final @Nullable String root;
  private final List<String> needs;
  private volatile @Nullable Supplier<SdkPojo> inputs;

  OperationModel(ServiceModel service, String[] columns) {
    this.service = service;
    this.name = columns[1];
    this.method = columns[2];
    this.uri = columns[3];
    this.status = Integer.parseInt(columns[4]);
    this.requestClass = columns[5];
    this.responseClass = columns[6];
    this.flags = IndexFile.list(columns[7]);
    this.root = IndexFile.optional(columns[8]);
    this.needs = IndexFile.list(columns[9]);
  }

  public ServiceModel service() {
    return service;
  }

  /// Such as `CreateFunction`.
  public String name() {
    return name;
  }

  /// The HTTP method in REST protocols.
  public String method() {
    return method;
  }

  /// The URI template in REST protocols, such as `/2015-03-31/functions/{FunctionName}?a=b`.
  public String uri() {
    return uri;
  }

  /// The HTTP status of success.
  public int status() {
    return status;
  }

  /// Whether AWS answers it without a signature.
  public boolean isUnsigned() {
    return flags.contains("noAuth");
  }

  /// Whether the request's body streams.
  public boolean isUpload() {
    return flags.contains("upload");
  }

  /// Whether the answer's body streams.
  public boolean isDownload() {
    return flags.contains("download");
  }

  /// Whether it answers with events.
  public boolean isEventStream() {
    return flags.contains("events");
  }

  /// Whether it answers with a document, be that an empty one.
  public boolean hasDocument() {
    return !(flags.contains("noOutput") || isEventStream());
  }

  /// The element around an XML answer; null for none or the protocol's own.
  public @Nullable String root() {
    return root;
  }

  /// Names of the headers, and with a `?` in front of the query parameters, without which a request
  /// of the same method and path means another operation.
  public List<String> needs() {
    return needs;
  }

  /// A new builder of the input.
  public SdkPojo newInput() {
    var supplier = inputs;
    if (supplier == null) {
      inputs = supplier = service.builders(requestClass);
    }
    return supplier.get();
  }

  /// A new builder of the output.
  public SdkPojo newOutput() {
    return service.builders(responseClass).get();
  }

  /// As in `lambda:CreateFunction`.
  @Override
  public String toString() {
    return service.signingName() + ":" + name;
  }
}
