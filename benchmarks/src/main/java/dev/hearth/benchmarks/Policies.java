package dev.hearth.benchmarks;

import dev.hearth.cli.TemporaryFolder;
import dev.hearth.cli.Terminal;
import dev.hearth.identity.Identity;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.identity.ledger.AccessLedger;
import dev.hearth.kernel.Region;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.store.Databases;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Caller;
import dev.hearth.wire.Operation;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

/// How long a decision takes for a principal with twenty policies, in process: the policies
/// compiled and cached, as they are for all but the first request after a change of IAM's data.
@Command(
    name = "policy",
    description = "Decisions about a role with 20 policies of 4 statements, in process.")
final class Policies extends Benchmark {
  private static final int MANAGED = 10; // as many as can be attached
  private static final int INLINE = 10;
  private static final int STATEMENTS = 4;
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
       "Principal":{"Service":"lambda.amazonaws.com"}}]}
      """;
  private static final URI NOWHERE = URI.create("http://127.0.0.1");

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Decisions of each kind (default: 100000).")
  private int samples = 100_000;

  Policies(Terminal terminal) {
    super(terminal);
  }

  @Override
  Report measure() {
    var report =
        new Report(
            "policy",
            "A role with %d policies of %d statements with conditions and variables, one client; the"
                    .formatted(MANAGED + INLINE, STATEMENTS)
                + " access ledger counts each decision.");
    try (var temporary = new TemporaryFolder();
        var database = open(temporary.path());
        var ledger = new AccessLedger(database, Clock.systemUTC())) {
      var identity =
          new Identity(
              database,
              ledger,
              temporary.path(),
              Clock.systemUTC(),
              new SecureRandom(),
              false,
              ResourcePolicies.NONE);
      var caller = role(identity);
      for (var kind : List.of("warm-up", "allowed by the last policy", "denied by none")) {
        boolean allowed = !kind.startsWith("denied");
        progress(kind);
        tell(report, kind, decisions(identity, caller, allowed));
      }
    }
    return report;
  }

  private static Database open(Path folder) {
    return Databases.sqlite(folder.resolve("control.db"), Identity.SCHEMA, AccessLedger.SCHEMA);
  }

  private static void tell(Report report, String kind, Samples times) {
    if (!kind.equals("warm-up")) {
      report.figure(kind + ", p50", times.median() / 1e3, "µs");
      report.figure(kind + ", p99", times.percentile(99) / 1e3, "µs");
    }
  }

  private Samples decisions(Identity identity, Caller caller, boolean allowed) {
    var times = new long[samples];
    for (int i = 0; i < samples; i++) {
      var call = call(caller);
      // Few resources are asked for often; it is their ARNs that are made anew.
      var queue =
          "arn:aws:sqs:us-east-1:" + caller.account() + (allowed ? ":last-" : ":other-") + i % 100;
      var access = Access.to("sqs:SendMessage", queue);
      long start = System.nanoTime();
      boolean said = isAllowed(identity, access, call);
      times[i] = System.nanoTime() - start;
      if (said != allowed) {
        throw new IllegalStateException(queue + " was decided wrongly");
      }
    }
    return new Samples(times);
  }

  private static boolean isAllowed(Identity identity, Access access, Call call) {
    try {
      identity.authorization().check(access, call);
      return true;
    } catch (ServiceException _) {
      return false;
    }
  }

  private static Caller role(Identity identity) {
    var administrator =
        identity
            .authentication()
            .find(identity.administrator().accessKeyId(), null)
            .orElseThrow()
            .caller();
    var role =
        ((CreateRoleResponse)
                run(
                    identity,
                    administrator,
                    CreateRoleRequest.builder()
                        .roleName("measured")
                        .assumeRolePolicyDocument(TRUST)
                        .build()))
            .role()
            .arn();
    for (int i = 0; i < MANAGED; i++) {
      var name = "managed-" + i;
      var made =
          (CreatePolicyResponse)
              run(
                  identity,
                  administrator,
                  CreatePolicyRequest.builder()
                      .policyName(name)
                      .policyDocument(document(name))
                      .build());
      run(
          identity,
          administrator,
          AttachRolePolicyRequest.builder()
              .roleName("measured")
              .policyArn(made.policy().arn())
              .build());
    }
    // Inline policies are asked before managed ones; the last in order is what allows.
    for (int i = 0; i < INLINE; i++) {
      var name = "inline-" + i;
      run(
          identity,
          administrator,
          PutRolePolicyRequest.builder()
              .roleName("measured")
              .policyName(name)
              .policyDocument(document(name))
              .build());
    }
    var keys =
        identity
            .roleCredentials()
            .issue(role, "function", "lambda.amazonaws.com", Duration.ofHours(1));
    return identity
        .authentication()
        .find(keys.accessKeyId(), keys.sessionToken())
        .orElseThrow()
        .caller();
  }

  /// Of the last policy, the last statement allows queues whose names begin with `last`.
  private static String document(String name) {
    var statements = new StringBuilder();
    for (int i = 1; i < STATEMENTS; i++) {
      statements.append(
          """
          {"Sid":"S%d","Effect":"Allow","Action":["sqs:SendMessage","sqs:Receive*"],
           "Resource":["arn:aws:sqs:*:*:%s-%d-*","arn:aws:sqs:*:*:${aws:userid}-%d-*"],
           "Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1","us-east-1"]}}},
          """
              .formatted(i, name, i, i));
    }
    var last = name.equals("managed-" + (MANAGED - 1)) ? "last-*" : name + "-*";
    return """
    {"Version":"2012-10-17","Statement":[%s
     {"Sid":"Last","Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:*:%s",
      "Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/meas*"}}}]}
    """
        .formatted(statements, last);
  }

  @SuppressWarnings("unchecked") // each operation takes the request that bears its name
  private static SdkPojo run(Identity identity, Caller caller, SdkPojo input) {
    var name = input.getClass().getSimpleName().replaceFirst("Request$", "");
    for (var service : identity.services()) {
      for (var operation : service.operations()) {
        if (operation.name().equals(name)) {
          return ((Operation<SdkPojo, SdkPojo>) operation).run(input, call(caller));
        }
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static Call call(Caller caller) {
    return new Call(
        UUID.randomUUID().toString(),
        "sqs",
        "SendMessage",
        Region.DEFAULT,
        caller,
        NOWHERE,
        "127.0.0.1",
        "bench",
        Clock.systemUTC().instant());
  }
}
