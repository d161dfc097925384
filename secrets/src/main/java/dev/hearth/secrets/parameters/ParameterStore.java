package dev.hearth.secrets.parameters;

import dev.hearth.store.Database;
import dev.hearth.wire.Call;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where parameters are kept.
public final class ParameterStore {
  private final Database database;

  /// @param database opened with [dev.hearth.secrets.SecretsPart#SCHEMA]
  public ParameterStore(Database database) {
    this.database = database;
  }

  /// One consistent look.
  public <T extends @Nullable Object> T read(Function<ParameterTable, T> work) {
    return database.read(sql -> work.apply(new ParameterTable(sql)));
  }

  /// One transaction.
  public <T extends @Nullable Object> T write(Function<ParameterTable, T> work) {
    return database.write(sql -> work.apply(new ParameterTable(sql)));
  }

  /// The caller's parameter of this name.
  public Optional<Parameter> find(ParameterName name, Call call) {
    return read(table -> table.find(call.account(), call.region(), name, call.time()));
  }

  /// As [#find].
  ///
  /// @throws dev.hearth.kernel.ServiceException `ParameterNotFound`
  public Parameter parameter(ParameterName name, Call call) {
    return find(name, call).orElseThrow(() -> ParameterRefusals.notFound(name.name()));
  }

  /// Deletes parameters whose time has come.
  public void sweep(Instant now) {
    write(table -> table.deleteExpired(now));
  }
}
