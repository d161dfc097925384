package dev.hearth.identity.iam;

import dev.hearth.identity.ledger.AccessUse;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.util.List;
import software.amazon.awssdk.services.iam.model.AccessAdvisorUsageGranularityType;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsResponse;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;
import software.amazon.awssdk.services.iam.model.TrackedActionLastAccessed;

/// The services that a user, group, role or policy may access, each with its last use: of all
/// attempts, denied ones included.
record GetServiceLastAccessedDetails(Iam iam)
    implements Operation<
        GetServiceLastAccessedDetailsRequest, GetServiceLastAccessedDetailsResponse> {
  @Override
  public Access access(GetServiceLastAccessedDetailsRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public GetServiceLastAccessedDetailsResponse run(
      GetServiceLastAccessedDetailsRequest input, Call call) {
    var job = LastAccesses.job(iam, input.jobId(), call);
    var accesses = LastAccesses.of(iam, job, call);
    var page =
        Page.of(
            List.copyOf(accesses.services()), service -> service, input.maxItems(), input.marker());
    return GetServiceLastAccessedDetailsResponse.builder()
        .jobStatus(JobStatusType.COMPLETED)
        .jobType(
            job.byAction()
                ? AccessAdvisorUsageGranularityType.ACTION_LEVEL
                : AccessAdvisorUsageGranularityType.SERVICE_LEVEL)
        .jobCreationDate(job.created())
        .jobCompletionDate(job.created())
        .servicesLastAccessed(
            page.items().stream().map(service -> show(service, accesses, job.byAction())).toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static ServiceLastAccessed show(String service, LastAccesses accesses, boolean byAction) {
    var shown =
        ServiceLastAccessed.builder()
            .serviceName(ServiceNames.title(service))
            .serviceNamespace(service)
            .totalAuthenticatedEntities(accesses.askers(service));
    accesses
        .last(service)
        .ifPresent(
            use ->
                shown
                    .lastAuthenticated(use.last())
                    .lastAuthenticatedEntity(use.principal())
                    .lastAuthenticatedRegion(use.region()));
    if (byAction) {
      shown.trackedActionsLastAccessed(
          accesses.actions(service).stream().map(GetServiceLastAccessedDetails::show).toList());
    }
    return shown.build();
  }

  private static TrackedActionLastAccessed show(AccessUse use) {
    return TrackedActionLastAccessed.builder()
        .actionName(use.action().substring(use.action().indexOf(':') + 1))
        .lastAccessedTime(use.last())
        .lastAccessedEntity(use.principal())
        .lastAccessedRegion(use.region())
        .build();
  }
}
