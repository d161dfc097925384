package dev.hearth.identity.iam;

import dev.hearth.identity.ledger.ReportJob;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.UUID;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GenerateServiceLastAccessedDetailsResponse;

/// Begins a report on when a user, group, role or policy was last used. It is ready at once, and
/// kept for a week.
record GenerateServiceLastAccessedDetails(Iam iam)
    implements Operation<
        GenerateServiceLastAccessedDetailsRequest, GenerateServiceLastAccessedDetailsResponse> {
  @Override
  public Access access(GenerateServiceLastAccessedDetailsRequest input, Call call) {
    return Access.to("iam:" + name(), input.arn());
  }

  @Override
  public GenerateServiceLastAccessedDetailsResponse run(
      GenerateServiceLastAccessedDetailsRequest input, Call call) {
    iam.read(call, tables -> LastAccesses.subject(tables, input.arn()));
    var job =
        new ReportJob(
            UUID.randomUUID().toString(),
            call.account().digits(),
            input.arn(),
            input.granularity() == AccessAdvisorUsageGranularityType.ACTION_LEVEL,
            iam.clock().instant());
    iam.ledger().add(job);
    return GenerateServiceLastAccessedDetailsResponse.builder().jobId(job.id()).build();
  }
}
