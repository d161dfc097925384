package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.Page;
import dev.hearth.secrets.keys.Grant;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsResponse;

/// The grants that a principal may retire.
final class ListRetirableGrants
    implements Operation<ListRetirableGrantsRequest, ListRetirableGrantsResponse> {
  private final Kms kms;

  ListRetirableGrants(Kms kms) {
    this.kms = kms;
  }

  @Override
  public Access access(ListRetirableGrantsRequest input, Call call) {
    return Access.to("kms:ListRetirableGrants", "*");
  }

  @Override
  public ListRetirableGrantsResponse run(ListRetirableGrantsRequest input, Call call) {
    int most = Kms.most(input.limit(), 50);
    var after = Kms.after(input.marker());
    var owner = Arn.parse(input.retiringPrincipal()).map(Arn::account).orElse("");
    if (!owner.equals(call.account().digits())) {
      throw new ServiceException(
          "InvalidArnException", 400, "ARN is invalid: " + input.retiringPrincipal());
    }
    return kms.store()
        .read(
            tables -> {
              var found = tables.grants().retirable(input.retiringPrincipal(), after, most + 1);
              var page = Page.of(found, most, Grant::id);
              return ListRetirableGrantsResponse.builder()
                  .grants(
                      page.items().stream()
                          .map(
                              grant ->
                                  KeyShapes.describe(
                                      grant, tables.keys().find(grant.keyId()).orElseThrow()))
                          .toList())
                  .nextMarker(page.next())
                  .truncated(Kms.truncated(page))
                  .build();
            });
  }
}
