package dev.hearth.messaging.mappings.api;

import dev.hearth.messaging.mappings.store.Mapping;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;

/// Mappings as the API shows them.
final class MappingShapes {
  private MappingShapes() {}

  static EventSourceMappingConfiguration show(Mapping mapping) {
    return mapping.settings().toBuilder()
        .uuid(mapping.uuid())
        .eventSourceArn(
            mapping.settings().selfManagedEventSource() == null
                ? mapping.source().toString()
                : null)
        .functionArn(mapping.function().arn())
        .eventSourceMappingArn(mapping.arn().toString())
        .state(mapping.state().text())
        .stateTransitionReason(mapping.reason())
        .lastModified(mapping.modified())
        .lastProcessingResult(mapping.result().isEmpty() ? null : mapping.result())
        .build();
  }
}
