package dev.hearth.wire.model;

import software.amazon.awssdk.core.SdkPojo;

/// One modelled error of a service.
///
/// @param code such as `ResourceNotFoundException`
/// @param status such as 404
/// @param exception the simple name of the SDK's class
/// @param queryCode its code in awsQuery, which differs where the service has left that for JSON
/// @param messageMember `message` or `Message`, as this error spells it in JSON
/// @param fault `Sender` or `Receiver`
public record ErrorModel(
    ServiceModel service,
    String code,
    int status,
    String exception,
    String queryCode,
    String messageMember,
    String fault) {
  ErrorModel(ServiceModel service, String[] columns) {
    this(
        service,
        columns[1],
        Integer.parseInt(columns[2]),
        columns[3],
        columns[4],
        columns[5],
        columns[6]);
  }

  /// A new builder of the SDK's exception.
  public SdkPojo newBuilder() {
    return service.builders(exception).get();
  }
}
