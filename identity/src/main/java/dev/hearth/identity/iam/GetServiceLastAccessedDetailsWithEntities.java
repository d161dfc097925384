package dev.hearth.identity.iam;

import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.EntityDetails;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsWithEntitiesRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLastAccessedDetailsWithEntitiesResponse;
import software.amazon.awssdk.services.iam.model.JobStatusType;
import software.amazon.awssdk.services.iam.model.PolicyOwnerEntityType;

/// The users and roles behind one service of a report, each with its own last use.
record GetServiceLastAccessedDetailsWithEntities(Iam iam)
    implements Operation<
        GetServiceLastAccessedDetailsWithEntitiesRequest,
        GetServiceLastAccessedDetailsWithEntitiesResponse> {
  @Override
  public Access access(GetServiceLastAccessedDetailsWithEntitiesRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public GetServiceLastAccessedDetailsWithEntitiesResponse run(
      GetServiceLastAccessedDetailsWithEntitiesRequest input, Call call) {
    var job = LastAccesses.job(iam, input.jobId(), call);
    var accesses = LastAccesses.of(iam, job, call);
    var page = Page.of(accesses.principals(), Entity::arn, input.maxItems(), input.marker());
    return GetServiceLastAccessedDetailsWithEntitiesResponse.builder()
        .jobStatus(JobStatusType.COMPLETED)
        .jobCreationDate(job.created())
        .jobCompletionDate(job.created())
        .entityDetailsList(
            page.items().stream()
                .map(entity -> show(entity, accesses, input.serviceNamespace()))
                .toList())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  private static EntityDetails show(Entity entity, LastAccesses accesses, String service) {
    return EntityDetails.builder()
        .entityInfo(
            info ->
                info.arn(entity.arn())
                    .name(entity.name())
                    .id(entity.id())
                    .path(entity.path())
                    .type(
                        entity.kind() == EntityKind.ROLE
                            ? PolicyOwnerEntityType.ROLE
                            : PolicyOwnerEntityType.USER))
        .lastAuthenticated(accesses.last(entity, service))
        .build();
  }
}
