package dev.hearth.wire.dispatch;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.DownloadOperation;
import dev.hearth.wire.EventStreamOperation;
import dev.hearth.wire.Operation;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import dev.hearth.wire.UploadOperation;
import dev.hearth.wire.model.OperationModel;
import dev.hearth.wire.model.ServiceModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/// The operations that Hearth has, by service and name.
final class Implementations {
  private final Map<OperationModel, ServiceOperation<?>> implementations = new HashMap<>();

  /// @throws IllegalArgumentException for an operation that its service's model does not have, has
  ///   as another kind, or that is given twice
  Implementations(List<Service> services) {
    for (var service : services) {
      for (var operation : service.operations()) {
        add(ServiceModel.of(service.name()), operation);
      }
    }
  }

  private void add(ServiceModel service, ServiceOperation<?> implementation) {
    var model =
        service
            .operation(implementation.name())
            .orElseThrow(() -> refused(service, implementation, "an operation of the model"));
    boolean fits =
        switch (implementation) {
          case UploadOperation<?, ?> _ -> model.isUpload();
          case DownloadOperation<?, ?> _ -> model.isDownload();
          case EventStreamOperation<?, ?, ?> _ -> model.isEventStream();
          case Operation<?, ?> _ ->
              !model.isUpload() && !model.isDownload() && !model.isEventStream();
        };
    if (!fits) {
      throw refused(service, implementation, "the kind that the model has");
    }
    if (implementations.put(model, implementation) != null) {
      throw refused(service, implementation, "once");
    }
  }

  private static IllegalArgumentException refused(
      ServiceModel service, ServiceOperation<?> implementation, String expected) {
    return new IllegalArgumentException(
        "operation: " + service + "." + implementation.name() + " (expected: " + expected + ")");
  }

  /// @throws ServiceException `NotImplemented`, status 501, where AWS has it and Hearth does not
  @SuppressWarnings("unchecked") // the model gives the operation the input of its own class
  ServiceOperation<SdkPojo> of(OperationModel operation) {
    var implementation = implementations.get(operation);
    if (implementation == null) {
      throw new ServiceException(
          "NotImplemented", 501, "Hearth does not implement " + operation + " yet");
    }
    return (ServiceOperation<SdkPojo>) implementation;
  }
}
