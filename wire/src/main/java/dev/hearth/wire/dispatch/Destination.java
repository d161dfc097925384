package dev.hearth.wire.dispatch;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import dev.hearth.wire.protocol.Form;
import dev.hearth.wire.protocol.Protocol;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request is for, as far as its line and its headers tell.
///
/// @param service null where nothing names one
/// @param protocol how it is spoken to; also where the service is unknown, to be understood
/// @param operation null where there is none, or where only the form tells
/// @param name what the request calls the operation, for the error
/// @param labels the labels of the URI, decoded
/// @param inForm whether the form tells the operation (awsQuery)
record Destination(
    @Nullable ServiceModel service,
    Protocol protocol,
    @Nullable OperationModel operation,
    String name,
    Map<String, String> labels,
    boolean inForm) {

  /// Before anything is known; most clients understand this protocol's errors.
  static final Destination UNKNOWN = nowhere(null, Protocol.of("restJson1"), "");

  static Destination of(ServiceModel service, Protocol protocol, String operation) {
    return new Destination(
        service, protocol, service.operation(operation).orElse(null), operation, Map.of(), false);
  }

  static Destination of(OperationModel operation, Protocol protocol, Map<String, String> labels) {
    return new Destination(
        operation.service(), protocol, operation, operation.name(), labels, false);
  }

  static Destination inForm(@Nullable ServiceModel service, Protocol query) {
    return new Destination(service, query, null, "", Map.of(), true);
  }

  /// A request that no operation fits.
  static Destination nowhere(@Nullable ServiceModel service, Protocol protocol, String name) {
    return new Destination(service, protocol, null, name, Map.of(), false);
  }

  /// Where the form's `Action` leads; without a service, its `Version` names one.
  Destination resolve(Form form) {
    var action = form.text("Action");
    var version = form.text("Version");
    var named = service != null ? service : version == null ? null : Router.byVersion(version);
    if (named == null || action == null) {
      return nowhere(named, protocol, action == null ? "" : action);
    }
    return of(named, protocol, action);
  }

  /// Whether AWS answers the operation without a signature.
  boolean permitsUnsigned() {
    return operation != null && operation.isUnsigned();
  }

  /// The operation.
  ///
  /// @throws ServiceException `UnknownOperationException` where there is none
  OperationModel known() {
    if (operation == null) {
      throw unknown();
    }
    return operation;
  }

  private ServiceException unknown() {
    var where = service == null ? "" : " of " + service.signingName();
    var what =
        name.isEmpty()
            ? "No operation" + where + " is named"
            : "Unknown operation" + where + ": " + name;
    return switch (protocol.dialect()) {
      case AWS_JSON, QUERY -> new ServiceException("UnknownOperationException", 400, what);
      case REST_JSON -> new ServiceException("UnknownOperationException", 404, what);
      case S3 -> new ServiceException("UnknownOperationException", 405, what);
    };
  }
}
