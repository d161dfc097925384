package dev.hearth.secrets.keys.api;

import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.Page;
import dev.hearth.wire.Call;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsRequest;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsResponse;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/// When a key's material was replaced, oldest first.
final class ListKeyRotations
    extends KeyOperation<ListKeyRotationsRequest, ListKeyRotationsResponse> {
  ListKeyRotations(Kms kms) {
    super(kms);
  }

  @Override
  String keyId(ListKeyRotationsRequest input) {
    return input.keyId();
  }

  @Override
  public ListKeyRotationsResponse run(ListKeyRotationsRequest input, Call call) {
    var key = key(input, call);
    int most = Kms.most(input.limit(), 100);
    var after = Kms.after(input.marker());
    int version;
    try {
      version = after.isEmpty() ? 0 : Integer.parseInt(after);
    } catch (NumberFormatException _) {
      throw new ServiceException("InvalidMarkerException", 400, "The marker is invalid.");
    }
    var found = kms.store().read(tables -> tables.keys().rotations(key.id(), version, most + 1));
    var page = Page.of(found, most, rotation -> Integer.toString(rotation.version()));
    return ListKeyRotationsResponse.builder()
        .rotations(
            page.items().stream()
                .map(
                    rotation ->
                        RotationsListEntry.builder()
                            .keyId(key.arn().toString())
                            .rotationDate(rotation.at())
                            .rotationType(rotation.how())
                            .build())
                .toList())
        .nextMarker(page.next())
        .truncated(Kms.truncated(page))
        .build();
  }
}
