package dev.hearth.identity.iam;

import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;

/// Tells what policies that are given would allow.
record SimulateCustomPolicy(Iam iam)
    implements Operation<SimulateCustomPolicyRequest, SimulateCustomPolicyResponse> {
  @Override
  public Access access(SimulateCustomPolicyRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public SimulateCustomPolicyResponse run(SimulateCustomPolicyRequest input, Call call) {
    var simulation =
        new Simulation(
            SimulatedPolicy.given("PolicyInputList", input.policyInputList()),
            SimulatedPolicy.boundary(input.permissionsBoundaryPolicyInputList()),
            call.account(),
            input.callerArn() == null ? call.caller().arn() : input.callerArn(),
            SimulatedPolicy.ofResource(input.resourcePolicy()));
    var results = simulation.run(input.actionNames(), input.resourceArns(), input.contextEntries());
    var page = Page.of(results, Simulation::key, input.maxItems(), input.marker());
    return SimulateCustomPolicyResponse.builder()
        .evaluationResults(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }
}
