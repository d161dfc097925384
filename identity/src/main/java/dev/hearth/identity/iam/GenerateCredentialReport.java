package dev.hearth.identity.iam;

import dev.hearth.identity.store.CredentialReports.Report;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportRequest;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/// Makes the credential report, unless the last one is younger than four hours.
record GenerateCredentialReport(Iam iam)
    implements Operation<GenerateCredentialReportRequest, GenerateCredentialReportResponse> {
  @Override
  public Access access(GenerateCredentialReportRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public GenerateCredentialReportResponse run(GenerateCredentialReportRequest input, Call call) {
    var now = iam.clock().instant();
    boolean made =
        iam.store()
            .quietly(
                call.account(),
                tables -> {
                  var last = tables.credentialReports().last();
                  if (last.filter(r -> r.generatedAt().plus(CredentialReport.LIFE).isAfter(now))
                      .isPresent()) {
                    return false;
                  }
                  var content = new CredentialReport(iam.keyUse()).of(tables);
                  tables.credentialReports().put(new Report(content, now));
                  return true;
                });
    return made
        ? GenerateCredentialReportResponse.builder()
            .state(ReportStateType.STARTED)
            .description("No report exists. Starting a new report generation task")
            .build()
        : GenerateCredentialReportResponse.builder().state(ReportStateType.COMPLETE).build();
  }
}
