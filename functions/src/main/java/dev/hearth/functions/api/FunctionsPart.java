package dev.hearth.functions.api;

import dev.hearth.functions.CodeSource;
import dev.hearth.functions.Functions;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Changes;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.store.FunctionTables;
import dev.hearth.identity.Roles;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.ServiceOperation;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;

/// This part, put together: what the server opens, hands to those who run functions, and serves.
///
/// Closing is the business of whoever owns the database and the executor, in this order: first the
/// executor (which finishes what follows changes), then the database.
public final class FunctionsPart {
  /// The tables that the database must have.
  public static final Schema SCHEMA = new Schema("functions");

  private final Catalogue catalogue;
  private final CodeDownload downloads;
  private final List<ServiceOperation<?>> operations;

  /// What this part asks of others.
  ///
  /// @param roles whether a role can be assumed
  /// @param runtimes whether a runtime can be run here
  /// @param source code that is not sent along; [CodeSource#NONE] while there is no object storage
  /// @param authorization who may see tags
  public record Ports(
      Roles roles, RuntimeCheck runtimes, CodeSource source, Authorization authorization) {}

  /// Opens the part, and goes on with what an earlier process left unfinished.
  ///
  /// @param folder for code packages, made when it is missing
  /// @param concurrency runs at once in an account and region, 1 000 on AWS
  /// @param background runs what follows changes; virtual threads do
  public FunctionsPart(
      Database database,
      Path folder,
      Ports ports,
      int concurrency,
      InstantSource clock,
      SecureRandom random,
      Executor background) {
    var code =
        new CodeStore(
            folder,
            sha256 -> database.read(sql -> new FunctionTables(sql).refersTo(sha256)),
            background);
    catalogue = new Catalogue(database, code);
    downloads = CodeDownload.open(code, folder.resolve("download.key"), random, clock);
    var changes =
        new Changes(database, catalogue, code, ports.runtimes(), clock, random, background);
    operations =
        operations(database, changes, new CodeInput(code, ports.source()), ports, concurrency);
    changes.recover();
    background.execute(code::collectAll);
  }

  /// For those who run functions.
  public Functions functions() {
    return catalogue;
  }

  /// Serves the links that `GetFunction` answers, below [CodeDownload#PATH].
  public CodeDownload downloads() {
    return downloads;
  }

  /// For the service `lambda`.
  public List<ServiceOperation<?>> operations() {
    return operations;
  }

  private List<ServiceOperation<?>> operations(
      Database database, Changes changes, CodeInput code, Ports ports, int concurrency) {
    var roles = new ExecutionRoles(ports.roles());
    var runtimes = ports.runtimes();
    var permissions = new Permissions(database);
    var attributes = new Attributes(database);
    return List.of(
        new CreateFunction(catalogue, changes, code, roles, runtimes, permissions),
        new GetFunction(catalogue, database, downloads, ports.authorization(), permissions),
        new GetFunctionConfiguration(catalogue, permissions),
        new ListFunctions(database),
        new UpdateFunctionCode(changes, code, permissions),
        new UpdateFunctionConfiguration(changes, roles, runtimes, permissions),
        new DeleteFunction(changes, permissions),
        new PublishVersion(changes, permissions),
        new ListVersionsByFunction(database, permissions),
        new TagResource(attributes, permissions),
        new UntagResource(attributes, permissions),
        new ListTags(database, permissions),
        new GetAccountSettings(database, concurrency),
        new GetFunctionCodeSigningConfig(catalogue, permissions),
        new GetFunctionConcurrency(database, permissions),
        new PutFunctionConcurrency(attributes, concurrency, permissions),
        new DeleteFunctionConcurrency(attributes, permissions),
        new GetRuntimeManagementConfig(catalogue, permissions),
        new PutRuntimeManagementConfig(attributes, permissions),
        new GetFunctionRecursionConfig(database, permissions),
        new PutFunctionRecursionConfig(attributes, permissions));
  }
}
