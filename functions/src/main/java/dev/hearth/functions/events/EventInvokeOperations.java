package dev.hearth.functions.events;

import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.DestinationCheck;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.store.Database;
import dev.hearth.wire.ServiceOperation;
import java.util.List;

/// The operations on event invoke configurations, and what they come to for those who run events.
public final class EventInvokeOperations {
  private final EventInvokeConfigs configs;
  private final List<ServiceOperation<?>> operations;

  /// @param database opened with this part's tables
  public EventInvokeOperations(
      Database database, Catalogue catalogue, DestinationCheck check, Permissions permissions) {
    configs = new EventInvokeConfigs(database);
    var destinations = new DestinationInput(catalogue, check);
    operations =
        List.of(
            new PutFunctionEventInvokeConfig(configs, catalogue, destinations, permissions),
            new UpdateFunctionEventInvokeConfig(configs, destinations, permissions),
            new GetFunctionEventInvokeConfig(configs, permissions),
            new DeleteFunctionEventInvokeConfig(configs, permissions),
            new ListFunctionEventInvokeConfigs(configs, catalogue, permissions));
  }

  /// For the service `lambda`.
  public List<ServiceOperation<?>> operations() {
    return operations;
  }

  /// For those who run events.
  public AsyncSettings.Source settings() {
    return configs;
  }
}
