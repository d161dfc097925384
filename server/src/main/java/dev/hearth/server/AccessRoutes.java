package dev.hearth.server;

import dev.hearth.identity.ledger.AccessDenial;
import dev.hearth.identity.ledger.AccessReport;
import dev.hearth.identity.ledger.AccessReports;
import dev.hearth.identity.ledger.AccessUse;
import dev.hearth.identity.ledger.SmallestPolicy;
import dev.hearth.kernel.ServiceException;
import dev.hearth.server.SignedRoutes.Query;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.http.HttpRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/_hearth/access`: what a role or user of the caller's account did beside what it may, and why a
/// request was decided as it was. Policies know both as `hearth:ReadAccessLedger`, the first on the
/// role's or user's ARN.
final class AccessRoutes {
  private static final String PATH = "/_hearth/access";
  private static final String ACTION = "hearth:ReadAccessLedger";

  private final AccessReports reports;

  AccessRoutes(AccessReports reports) {
    this.reports = reports;
  }

  /// - `GET /_hearth/access?principal=ARN[&denied=true]`
  /// - `GET /_hearth/access/explain?request=ID`
  List<HttpRoute> with(SignedRoutes signed) {
    return List.of(
        signed.route(
            "GET",
            PATH,
            "ReadAccessLedger",
            (query, _) -> Access.to(ACTION, query.text("principal")),
            this::report),
        signed.route(
            "GET",
            PATH + "/explain",
            "ReadAccessLedger",
            (_, _) -> Access.to(ACTION, "*"),
            this::explain));
  }

  private Object report(Query query, Call call) {
    var report = reports.of(call.account(), query.text("principal"), query.isTrue("denied"));
    var answer = new LinkedHashMap<String, Object>();
    answer.put("principal", report.principal());
    answer.put("policy", policy(report.policy()));
    answer.put("generalised", report.generalised());
    answer.put("unused", report.unused().stream().map(AccessRoutes::unused).toList());
    answer.put("missing", report.missing().stream().map(AccessRoutes::use).toList());
    answer.put("denied", report.denials().stream().map(AccessRoutes::denial).toList());
    answer.put("calls", report.uses().stream().map(AccessRoutes::use).toList());
    return answer;
  }

  private static Map<String, Object> policy(List<SmallestPolicy.Statement> statements) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var statement : statements) {
      var row = new LinkedHashMap<String, Object>();
      row.put("Sid", statement.sid());
      row.put("Effect", "Allow");
      row.put("Action", statement.actions());
      row.put("Resource", statement.resources());
      rows.add(row);
    }
    var policy = new LinkedHashMap<String, Object>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", rows);
    return policy;
  }

  private static Map<String, Object> unused(AccessReport.Unused unused) {
    var row = new LinkedHashMap<String, Object>();
    row.put("policy", unused.policy());
    row.put("statement", unused.statement());
    row.put("sid", unused.sid());
    row.put("whole", unused.whole());
    row.put("actions", unused.actions());
    row.put("resources", unused.resources());
    return row;
  }

  private static Map<String, @Nullable Object> use(AccessUse use) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("action", use.action());
    row.put("resource", use.resource());
    row.put("region", use.region());
    row.put("allowed", use.allowed());
    row.put("denied", use.denied());
    row.put("last", use.last().toString());
    row.put("lastAllowed", use.lastAllowed() == null ? null : use.lastAllowed().toString());
    row.put("lastDenied", use.lastDenied());
    return row;
  }

  private static Map<String, Object> denial(AccessDenial denial) {
    var row = new LinkedHashMap<String, Object>();
    row.put("requestId", denial.requestId());
    row.put("time", denial.time().toString());
    row.put("caller", denial.caller());
    row.put("action", denial.action());
    row.put("resource", denial.resource());
    row.put("said", denial.said());
    row.put("decidedBy", denial.decidedBy());
    return row;
  }

  private Object explain(Query query, Call call) {
    var requestId = query.text("request");
    var explained = reports.explain(call.account(), requestId);
    if (explained.isEmpty()) {
      throw new ServiceException(
          "ResourceNotFoundException",
          404,
          "No decision is known of request "
              + requestId
              + ". Those that were denied are kept, and the last few thousand that were allowed.");
    }
    var rows = new ArrayList<Map<String, Object>>();
    for (var decision : explained) {
      var row = new LinkedHashMap<String, Object>();
      row.put("caller", decision.caller());
      row.put("action", decision.action());
      row.put("resource", decision.resource());
      row.put("allowed", decision.allowed());
      row.put("reason", decision.reason());
      row.put("asPoliciesAreNow", decision.now());
      rows.add(row);
    }
    return Map.of("requestId", requestId, "decisions", rows);
  }
}
