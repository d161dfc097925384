package dev.hearth.secrets.keys.api;

import dev.hearth.secrets.keys.KeyRing;
import dev.hearth.secrets.keys.store.KeyStore;
import dev.hearth.wire.RefusedOperation;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import java.util.List;

/// KMS on the wire.
public final class KmsService {
  private static final String STORES = "Hearth has no custom key stores.";
  private static final String IMPORT = "Hearth makes its keys' material itself; none is imported.";
  private static final String REGIONS = "Hearth has no multi-Region keys.";

  private KmsService() {}

  /// All implemented operations, and those that are refused.
  public static Service of(KeyStore store, KeyRing ring) {
    var kms = new Kms(store, ring);
    List<ServiceOperation<?>> operations =
        List.of(
            new CancelKeyDeletion(kms),
            new CreateAlias(kms),
            new CreateGrant(kms),
            new CreateKey(kms),
            new Decrypt(kms),
            new DeleteAlias(kms),
            new DescribeKey(kms),
            new DisableKey(kms),
            new DisableKeyRotation(kms),
            new EnableKey(kms),
            new EnableKeyRotation(kms),
            new Encrypt(kms),
            new GenerateDataKey(kms),
            new GenerateDataKeyPair(kms),
            new GenerateDataKeyPairWithoutPlaintext(kms),
            new GenerateDataKeyWithoutPlaintext(kms),
            new GenerateMac(kms),
            new GenerateRandom(kms),
            new GetKeyPolicy(kms),
            new GetKeyRotationStatus(kms),
            new GetPublicKey(kms),
            new ListAliases(kms),
            new ListGrants(kms),
            new ListKeyPolicies(kms),
            new ListKeyRotations(kms),
            new ListKeys(kms),
            new ListResourceTags(kms),
            new ListRetirableGrants(kms),
            new PutKeyPolicy(kms),
            new ReEncrypt(kms),
            new RetireGrant(kms),
            new RevokeGrant(kms),
            new RotateKeyOnDemand(kms),
            new ScheduleKeyDeletion(kms),
            new Sign(kms),
            new TagResource(kms),
            new UntagResource(kms),
            new UpdateAlias(kms),
            new UpdateKeyDescription(kms),
            new Verify(kms),
            new VerifyMac(kms),
            refused("ConnectCustomKeyStore", STORES),
            refused("CreateCustomKeyStore", STORES),
            refused("DeleteCustomKeyStore", STORES),
            refused("DescribeCustomKeyStores", STORES),
            refused("DisconnectCustomKeyStore", STORES),
            refused("UpdateCustomKeyStore", STORES),
            refused("DeleteImportedKeyMaterial", IMPORT),
            refused("GetParametersForImport", IMPORT),
            refused("ImportKeyMaterial", IMPORT),
            refused("ReplicateKey", REGIONS),
            refused("UpdatePrimaryRegion", REGIONS),
            refused("DeriveSharedSecret", "Hearth has no keys for key agreement."));
    return new Service("kms", operations);
  }

  private static RefusedOperation refused(String name, String reason) {
    return new RefusedOperation(name, "UnsupportedOperationException", reason);
  }
}
