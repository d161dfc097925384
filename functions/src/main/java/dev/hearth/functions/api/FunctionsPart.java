package dev.hearth.functions.api;

import dev.hearth.functions.AccountLimits;
import dev.hearth.functions.AsyncSettings;
import dev.hearth.functions.CodeSource;
import dev.hearth.functions.DestinationCheck;
import dev.hearth.functions.FunctionUrls;
import dev.hearth.functions.Functions;
import dev.hearth.functions.RuntimeCheck;
import dev.hearth.functions.SnapStart;
import dev.hearth.functions.aliases.AliasOperations;
import dev.hearth.functions.catalogue.Attributes;
import dev.hearth.functions.catalogue.Catalogue;
import dev.hearth.functions.catalogue.Changes;
import dev.hearth.functions.catalogue.Revisions;
import dev.hearth.functions.code.CodeDownload;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.concurrency.ConcurrencyOperations;
import dev.hearth.functions.events.EventInvokeOperations;
import dev.hearth.functions.images.ImageSources;
import dev.hearth.functions.images.ImageStore;
import dev.hearth.functions.layers.AttachedLayers;
import dev.hearth.functions.layers.LayerOperations;
import dev.hearth.functions.policies.FunctionPolicies;
import dev.hearth.functions.policies.PolicyOperations;
import dev.hearth.functions.signing.Signatures;
import dev.hearth.functions.signing.SigningOperations;
import dev.hearth.functions.store.FunctionStore;
import dev.hearth.functions.urls.UrlOperations;
import dev.hearth.identity.Roles;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.ServiceOperation;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/// This part, put together: what the server opens, hands to those who run functions, and serves.
///
/// Closing is the business of whoever owns the database and the executor, in this order: first the
/// executor (which finishes what follows changes), then the database.
public final class FunctionsPart {
  /// The tables that the database must have.
  public static final Schema SCHEMA = new Schema("functions");

  private final Catalogue catalogue;
  private final CodeDownload downloads;
  private final EventInvokeOperations events;
  private final UrlOperations urls;
  private final ConcurrencyOperations concurrency;
  private final TaggedResources tagged;
  private final List<ServiceOperation<?>> operations;

  /// What this part asks of others.
  ///
  /// @param roles whether a role can be assumed
  /// @param runtimes whether a runtime can be run here
  /// @param snapStart initialises published versions ahead
  /// @param source code that is not sent along; [CodeSource#NONE] while there is no object storage
  /// @param images where container images may come from
  /// @param destinations whether records of events can be sent somewhere
  /// @param authorization who may see tags
  /// @param seal of functions' variables; nodes that share a database share it
  public record Ports(
      Roles roles,
      RuntimeCheck runtimes,
      SnapStart snapStart,
      CodeSource source,
      ImageSources images,
      DestinationCheck destinations,
      Authorization authorization,
      Seal seal) {}

  /// Opens the part, and goes on with what an earlier process left unfinished.
  ///
  /// @param policies of this database's functions, which identity asks as well
  /// @param folder for code packages and this part's keys, made when it is missing; nodes that
  ///   share a database share its keys
  /// @param limits what accounts may have
  /// @param background runs what follows changes; virtual threads do
  public FunctionsPart(
      Database database,
      FunctionPolicies policies,
      Path folder,
      Ports ports,
      AccountLimits limits,
      InstantSource clock,
      SecureRandom random,
      Executor background) {
    var store = new FunctionStore(database, ports.seal());
    var code =
        new CodeStore(folder, sha256 -> store.read(tables -> tables.refersTo(sha256)), background);
    catalogue = new Catalogue(store, code, random);
    downloads = CodeDownload.open(code, folder.resolve("download.key"), random, clock);
    var changes =
        new Changes(
            store,
            catalogue,
            code,
            ports.runtimes(),
            ports.snapStart(),
            limits,
            clock,
            random,
            background);
    var permissions = new Permissions(store);
    var attributes = new Attributes(store);
    tagged = new TaggedResources(store, attributes, permissions);
    var revisions = new Revisions(random);
    events = new EventInvokeOperations(database, catalogue, ports.destinations(), permissions);
    catalogue.onChange(version -> policies.forget(version.reference()));
    urls = new UrlOperations(database, catalogue, permissions, clock, random);
    concurrency = new ConcurrencyOperations(store, catalogue, limits, clock, permissions);
    var images = new ImageStore(code, ports.images(), folder);
    var input = new CodeInput(code, images, ports.source());
    var layers = new AttachedLayers(database, code);
    operations =
        Stream.of(
                operations(store, changes, attributes, input, layers, ports, limits),
                AliasOperations.of(store, catalogue, policies, revisions, permissions),
                PolicyOperations.of(store, policies, revisions, permissions),
                SigningOperations.of(store, permissions, clock, random),
                CapacityProviders.refused(),
                events.operations(),
                urls.operations(),
                concurrency.operations(),
                LayerOperations.of(database, code, input, downloads, limits, revisions, clock))
            .flatMap(List::stream)
            .toList();
    changes.recover();
    background.execute(
        () -> {
          code.collectAll();
          images.collectLayers();
        });
  }

  /// For those who run functions.
  public Functions functions() {
    return catalogue;
  }

  /// For those who run functions: what may run at once and what is to be kept ready.
  public ConcurrencyOperations concurrency() {
    return concurrency;
  }

  /// For those who run events.
  public AsyncSettings.Source asyncSettings() {
    return events.settings();
  }

  /// For those who serve function URLs.
  public FunctionUrls urls() {
    return urls.urls();
  }

  /// Serves the links that `GetFunction` answers, below [CodeDownload#PATH].
  public CodeDownload downloads() {
    return downloads;
  }

  /// Where other parts say what of theirs has tags.
  public TaggedResources tagged() {
    return tagged;
  }

  /// For the service `lambda`.
  public List<ServiceOperation<?>> operations() {
    return operations;
  }

  private List<ServiceOperation<?>> operations(
      FunctionStore store,
      Changes changes,
      Attributes attributes,
      CodeInput code,
      AttachedLayers layers,
      Ports ports,
      AccountLimits limits) {
    var roles = new ExecutionRoles(ports.roles(), ports.destinations());
    var runtimes = ports.runtimes();
    var permissions = new Permissions(store);
    return List.<ServiceOperation<?>>of(
        new CreateFunction(
            catalogue, changes, code, layers, roles, runtimes, ports.snapStart(), permissions),
        new GetFunction(catalogue, store, downloads, ports.authorization(), permissions),
        new GetFunctionConfiguration(catalogue, permissions),
        new ListFunctions(store),
        new UpdateFunctionCode(changes, code, layers, new Signatures(store), runtimes, permissions),
        new UpdateFunctionConfiguration(
            changes, layers, roles, runtimes, ports.snapStart(), permissions),
        new DeleteFunction(changes, permissions),
        new PublishVersion(changes, permissions),
        new ListVersionsByFunction(store, permissions),
        new TagResource(tagged),
        new UntagResource(tagged),
        new ListTags(tagged),
        new GetAccountSettings(store, limits),
        new GetRuntimeManagementConfig(catalogue, permissions),
        new PutRuntimeManagementConfig(attributes, permissions),
        new GetFunctionRecursionConfig(store, permissions),
        new PutFunctionRecursionConfig(attributes, permissions));
  }
}
