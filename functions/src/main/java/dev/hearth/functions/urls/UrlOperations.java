package dev.hearth.functions.urls;

import dev.hearth.functions.FunctionUrls;
import dev.hearth.functions.api.Permissions;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.store.Database;
import dev.hearth.wire.ServiceOperation;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// The operations on function URLs, and what those ask who serve them.
public final class UrlOperations {
  private final UrlStore urls;
  private final List<ServiceOperation<?>> operations;

  /// @param database opened with this part's tables
  /// @param random makes the ids of URLs, which nobody shall guess
  public UrlOperations(
      Database database,
      Catalogue catalogue,
      Permissions permissions,
      InstantSource clock,
      RandomGenerator random) {
    urls = new UrlStore(database);
    var access = new UrlAccess(urls, permissions);
    operations =
        List.of(
            new CreateFunctionUrlConfig(urls, catalogue, access, clock, random),
            new GetFunctionUrlConfig(urls, access),
            new UpdateFunctionUrlConfig(urls, access, clock),
            new DeleteFunctionUrlConfig(urls, access),
            new ListFunctionUrlConfigs(urls, catalogue, permissions));
  }

  /// For the service `lambda`.
  public List<ServiceOperation<?>> operations() {
    return operations;
  }

  /// For those who serve URLs.
  public FunctionUrls urls() {
    return urls;
  }
}
