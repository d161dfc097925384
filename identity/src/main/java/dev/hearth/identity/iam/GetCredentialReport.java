package dev.hearth.identity.iam;

import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.model.GetCredentialReportRequest;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.ReportFormatType;

/// Gives the credential report, for four hours after it was made.
record GetCredentialReport(Iam iam)
    implements Operation<GetCredentialReportRequest, GetCredentialReportResponse> {
  private static final int GONE = 410;

  @Override
  public Access access(GetCredentialReportRequest input, Call call) {
    return iam.onAll(name());
  }

  @Override
  public GetCredentialReportResponse run(GetCredentialReportRequest input, Call call) {
    var report =
        iam.read(call, tables -> tables.credentialReports().last())
            .orElseThrow(
                () ->
                    new ServiceException(
                        "ReportNotPresent",
                        GONE,
                        "There is no credential report; GenerateCredentialReport makes one."));
    if (!report.generatedAt().plus(CredentialReport.LIFE).isAfter(iam.clock().instant())) {
      throw new ServiceException(
          "ReportExpired",
          GONE,
          "The credential report has expired; GenerateCredentialReport makes a new one.");
    }
    return GetCredentialReportResponse.builder()
        .content(SdkBytes.fromUtf8String(report.content()))
        .reportFormat(ReportFormatType.TEXT_CSV)
        .generatedTime(report.generatedAt())
        .build();
  }
}
