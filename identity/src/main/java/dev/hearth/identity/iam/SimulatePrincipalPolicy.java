package dev.hearth.identity.iam;

import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

/// Tells what the policies of a user, group or role allow, with further ones if such are given.
record SimulatePrincipalPolicy(Iam iam)
    implements Operation<SimulatePrincipalPolicyRequest, SimulatePrincipalPolicyResponse> {
  @Override
  public Access access(SimulatePrincipalPolicyRequest input, Call call) {
    return Access.to("iam:" + name(), input.policySourceArn());
  }

  @Override
  public SimulatePrincipalPolicyResponse run(SimulatePrincipalPolicyRequest input, Call call) {
    var simulation = iam.read(call, tables -> simulation(tables, input, call));
    var results = simulation.run(input.actionNames(), input.resourceArns(), input.contextEntries());
    var page = Page.of(results, Simulation::key, input.maxItems(), input.marker());
    return SimulatePrincipalPolicyResponse.builder()
        .evaluationResults(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static Simulation simulation(
      Directory tables, SimulatePrincipalPolicyRequest input, Call call) {
    var source = source(tables, input.policySourceArn());
    var identity = new ArrayList<SimulatedPolicy>();
    tables.identityPolicies(source).forEach(policy -> identity.add(SimulatedPolicy.of(policy)));
    identity.addAll(SimulatedPolicy.given("PolicyInputList", input.policyInputList()));
    return new Simulation(
        identity,
        boundary(tables, source, input),
        call.account(),
        input.callerArn() == null ? input.policySourceArn() : input.callerArn(),
        SimulatedPolicy.ofResource(input.resourcePolicy()));
  }

  private static @Nullable List<SimulatedPolicy> boundary(
      Directory tables, Entity source, SimulatePrincipalPolicyRequest input) {
    if (source.boundary() == null || !input.permissionsBoundaryPolicyInputList().isEmpty()) {
      return SimulatedPolicy.boundary(input.permissionsBoundaryPolicyInputList());
    }
    var policy = tables.managedPolicies().require(source.boundary());
    return SimulatedPolicy.boundary(List.of(tables.managedPolicies().document(policy)));
  }

  private static Entity source(Directory tables, String arn) {
    var name = arn.substring(arn.lastIndexOf('/') + 1);
    return Stream.of(EntityKind.USER, EntityKind.GROUP, EntityKind.ROLE)
        .flatMap(kind -> tables.entities().find(kind, name).stream())
        .filter(entity -> entity.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> IamError.noSuchEntity("Entity " + arn + " cannot be found."));
  }
}
