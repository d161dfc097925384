package dev.hearth.secrets.keys;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A KMS key, without its material.
///
/// @param id a UUID
/// @param usage such as `ENCRYPT_DECRYPT`
/// @param awsManaged whether it belongs to a service, as `alias/aws/ssm` does
/// @param deletion when it goes; null unless that is scheduled
/// @param rotationDays null while it is not rotated by itself
/// @param material the version of the material that encrypts, from 1
public record KmsKey(
    AccountId account,
    Region region,
    String id,
    String description,
    Spec spec,
    String usage,
    boolean enabled,
    boolean awsManaged,
    Instant created,
    @Nullable Instant deletion,
    String policy,
    Map<String, String> tags,
    @Nullable Integer rotationDays,
    @Nullable Instant nextRotation,
    int material) {

  /// `arn:aws:kms:region:account:key/id`.
  public Arn arn() {
    return Arn.of("kms", region, account, "key/" + id);
  }

  /// As KMS calls it.
  public String state() {
    return deletion != null ? "PendingDeletion" : enabled ? "Enabled" : "Disabled";
  }

  /// What lets the account's own policies decide. Source: KMS Developer Guide, "Default key
  /// policy".
  public static String defaultPolicy(AccountId account) {
    return """
    {
      "Version" : "2012-10-17",
      "Id" : "key-default-1",
      "Statement" : [ {
        "Sid" : "Enable IAM User Permissions",
        "Effect" : "Allow",
        "Principal" : {
          "AWS" : "arn:aws:iam::%s:root"
        },
        "Action" : "kms:*",
        "Resource" : "*"
      } ]
    }\
    """
        .formatted(account);
  }

  /// What lets everybody in the account use a service's key through that service. Source: KMS
  /// Developer Guide, "AWS managed keys".
  static String managedPolicy(AccountId account, Region region, String service) {
    return """
    {"Version":"2012-10-17","Id":"auto-%3$s-2","Statement":[{"Sid":"Allow access through %3$s",\
    "Effect":"Allow","Principal":{"AWS":"*"},"Action":["kms:Encrypt","kms:Decrypt",\
    "kms:ReEncrypt*","kms:GenerateDataKey*","kms:CreateGrant","kms:DescribeKey"],"Resource":"*",\
    "Condition":{"StringEquals":{"kms:CallerAccount":"%1$s","kms:ViaService":"%3$s.%2$s.amazonaws.com"}}},\
    {"Sid":"Allow direct access to key metadata to the account","Effect":"Allow",\
    "Principal":{"AWS":"arn:aws:iam::%1$s:root"},\
    "Action":["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"],"Resource":"*"}]}\
    """
        .formatted(account, region, service);
  }
}
