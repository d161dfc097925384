package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.Alias;
import dev.hearth.secrets.keys.Grant;
import dev.hearth.secrets.keys.KmsKey;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.OriginType;

/// Keys, aliases and grants as KMS describes them.
final class KeyShapes {
  private KeyShapes() {}

  @SuppressWarnings("deprecation") // older clients read the older name
  static KeyMetadata describe(KmsKey key) {
    var spec = key.spec();
    var metadata =
        KeyMetadata.builder()
            .awsAccountId(key.account().digits())
            .keyId(key.id())
            .arn(key.arn().toString())
            .creationDate(key.created())
            .enabled(key.state().equals("Enabled"))
            .description(key.description())
            .keyUsage(key.usage())
            .keyState(key.state())
            .deletionDate(key.deletion())
            .origin(OriginType.AWS_KMS)
            .keyManager(key.awsManaged() ? KeyManagerType.AWS : KeyManagerType.CUSTOMER)
            .customerMasterKeySpec(spec.name())
            .keySpec(spec.name())
            .multiRegion(false);
    var algorithms = spec.algorithms(key.usage());
    switch (key.usage()) {
      case "SIGN_VERIFY" -> metadata.signingAlgorithmsWithStrings(algorithms);
      case "GENERATE_VERIFY_MAC" -> metadata.macAlgorithmsWithStrings(algorithms);
      default -> metadata.encryptionAlgorithmsWithStrings(algorithms);
    }
    return metadata.build();
  }

  static AliasListEntry describe(Alias alias) {
    return AliasListEntry.builder()
        .aliasName(alias.name())
        .aliasArn(alias.arn().toString())
        .targetKeyId(alias.keyId())
        .creationDate(alias.created())
        .lastUpdatedDate(alias.updated())
        .build();
  }

  static GrantListEntry describe(Grant grant, KmsKey key) {
    var equal = grant.contextEquals();
    var subset = grant.contextSubset();
    return GrantListEntry.builder()
        .keyId(key.arn().toString())
        .grantId(grant.id())
        .name(grant.name())
        .creationDate(grant.created())
        .granteePrincipal(grant.grantee())
        .retiringPrincipal(grant.retiring().isEmpty() ? null : grant.retiring())
        .issuingAccount(grant.issuer())
        .operationsWithStrings(grant.operations())
        .constraints(
            equal.isEmpty() && subset.isEmpty()
                ? null
                : GrantConstraints.builder()
                    .encryptionContextEquals(equal.isEmpty() ? null : equal)
                    .encryptionContextSubset(subset.isEmpty() ? null : subset)
                    .build())
        .build();
  }
}
