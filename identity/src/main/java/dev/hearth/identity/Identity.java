package dev.hearth.identity;

import dev.hearth.identity.accounts.AccountRegister;
import dev.hearth.identity.credentials.AccessKeySecrets;
import dev.hearth.identity.credentials.AwsIds;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.identity.credentials.SessionTokens;
import dev.hearth.identity.federation.IdTokens;
import dev.hearth.identity.federation.Issuers;
import dev.hearth.identity.iam.Iam;
import dev.hearth.identity.iam.IamService;
import dev.hearth.identity.ledger.AccessLedger;
import dev.hearth.identity.ledger.AccessReports;
import dev.hearth.identity.principals.Principals;
import dev.hearth.identity.store.IamStore;
import dev.hearth.identity.store.KeyUse;
import dev.hearth.identity.sts.SessionIssuer;
import dev.hearth.identity.sts.StsService;
import dev.hearth.kernel.AccountId;
import dev.hearth.store.Database;
import dev.hearth.store.Schema;
import dev.hearth.wire.Authentication;
import dev.hearth.wire.Authorization;
import dev.hearth.wire.Service;
import dev.hearth.wire.outbound.OutboundHttp;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// The whole part, put together.
///
/// Starting it makes, where they are not there yet: the sealing key, the account, its administrator
/// and the administrator's key ([Administrator]).
public final class Identity implements AutoCloseable {
  private static final Duration ISSUERS_PATIENCE = Duration.ofSeconds(5);

  /// The tables, to be given when the database is opened.
  public static final Schema SCHEMA = IamStore.SCHEMA;

  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("issuers").factory());
  private final Authentication authentication;
  private final Authorization authorization;
  private final RoleSessions roleSessions;
  private final List<Service> services;
  private final Administrator administrator;
  private final AccessReports accessReports;
  private final AccountRegister accounts;

  /// @param database opened with [#SCHEMA]
  /// @param ledger hears of every decision
  /// @param dataFolder keeps its own files in `identity/`; nodes that share a database share them
  /// @param developer whether to accept the keys that everybody knows, [DeveloperKeys]
  /// @param resourcePolicies the policies of the resources of all other parts
  public Identity(
      Database database,
      AccessLedger ledger,
      Path dataFolder,
      InstantSource clock,
      SecureRandom random,
      boolean developer,
      ResourcePolicies resourcePolicies) {
    this(
        database,
        ledger,
        dataFolder,
        clock,
        random,
        developer,
        resourcePolicies,
        Seal.open(dataFolder.resolve("identity").resolve("sealing.key"), random),
        false);
  }

  /// As above, but for a sealing key that is kept elsewhere.
  ///
  /// @param seal of the master key
  /// @param privateIssuers whether OpenID Connect providers may be on loopback, link-local and
  ///   private addresses, where one could reach what was never meant for it
  public Identity(
      Database database,
      AccessLedger ledger,
      Path dataFolder,
      InstantSource clock,
      SecureRandom random,
      boolean developer,
      ResourcePolicies resourcePolicies,
      Seal seal,
      boolean privateIssuers) {
    var store = new IamStore(database);
    var secrets = new AccessKeySecrets(seal);
    var tokens = new SessionTokens(seal);
    var ids = new AwsIds(random);
    var principals = new Principals(store);
    var keyUse = new KeyUse(store);
    var administrators = new Administrators(store, ids, clock);
    var issuer = new SessionIssuer(ids, tokens, clock);
    var bootstrap = new Bootstrap(store, administrators, secrets, ids, clock);
    this.administrator = developer ? bootstrap.developer(dataFolder) : bootstrap.home(dataFolder);
    this.accounts = new AccountRegister(store, () -> new AccountId(ids.account()), bootstrap::make);
    this.authentication =
        new KeyAuthentication(
            store,
            principals,
            secrets,
            tokens,
            developer ? new DeveloperKeys(administrators) : null,
            clock);
    var decider = new PolicyAuthorization(principals, resourcePolicies, keyUse, ledger);
    this.authorization = decider;
    this.accessReports = new AccessReports(store, ledger, decider::explain);
    this.roleSessions = new RoleSessions(principals, issuer);
    var issuers = new Issuers(new OutboundHttp(privateIssuers, ISSUERS_PATIENCE, watch), clock);
    this.services =
        List.of(
            IamService.of(new Iam(store, principals, secrets, keyUse, ledger, ids, clock), issuers),
            StsService.of(store, principals, issuer, new IdTokens(issuers, clock), authorization));
  }

  /// Finds the secret of a key, for the wire.
  public Authentication authentication() {
    return authentication;
  }

  /// Decides whether a request is allowed, for the wire.
  public Authorization authorization() {
    return authorization;
  }

  /// Issues what a function's SDK signs with.
  public RoleCredentials roleCredentials() {
    return roleSessions;
  }

  /// Tells whether a service may assume a role.
  public Roles roles() {
    return roleSessions;
  }

  /// Compares what principals did with what they may do.
  public AccessReports accessReports() {
    return accessReports;
  }

  /// IAM and STS.
  public List<Service> services() {
    return services;
  }

  /// The accounts that share this Hearth.
  public AccountRegister accounts() {
    return accounts;
  }

  /// The key for whoever owns the data folder.
  public Administrator administrator() {
    return administrator;
  }

  /// Asks no issuer any more.
  @Override
  public void close() {
    watch.shutdownNow();
  }
}
