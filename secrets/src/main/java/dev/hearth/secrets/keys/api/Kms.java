package dev.hearth.secrets.keys.api;

import dev.hearth.identity.policy.Policy;
import dev.hearth.identity.policy.PolicyKind;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.secrets.Page;
import dev.hearth.secrets.PageToken;
import dev.hearth.secrets.keys.KeyRing;
import dev.hearth.secrets.keys.KmsErrors;
import dev.hearth.secrets.keys.KmsKey;
import dev.hearth.secrets.keys.store.KeyStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.RecipientInfo;
import software.amazon.awssdk.services.kms.model.Tag;

/// What the operations share.
record Kms(KeyStore store, KeyRing ring) {
  private static final int MOST_TAGS = 50;
  private static final int MOST_POLICY_BYTES = 32_768;

  /// Refuses what was only to be tried.
  static void dryRun(@Nullable Boolean dryRun) {
    if (Boolean.TRUE.equals(dryRun)) {
      throw new ServiceException(
          "DryRunOperationException",
          412,
          "The request would have succeeded, but the DryRun option is set.");
    }
  }

  /// Refuses what only AWS's own hardware can attest.
  static void noRecipient(@Nullable RecipientInfo recipient) {
    if (recipient != null) {
      throw KmsErrors.unsupported("Recipient: Hearth has no Nitro enclaves to answer to.");
    }
  }

  /// @throws ServiceException `MalformedPolicyDocumentException`
  static String policy(String document) {
    if (document.getBytes(StandardCharsets.UTF_8).length > MOST_POLICY_BYTES) {
      throw KmsErrors.limit("The key policy is longer than 32768 bytes.");
    }
    try {
      Policy.parse(document, PolicyKind.RESOURCE);
      return document;
    } catch (ServiceException e) {
      throw new ServiceException("MalformedPolicyDocumentException", 400, e.getMessage());
    }
  }

  /// The tags of a request by their keys.
  static Map<String, String> tags(List<Tag> tags) {
    var map = new TreeMap<String, String>();
    tags.forEach(tag -> map.put(tag.tagKey(), tag.tagValue()));
    return map;
  }

  /// Refuses tags that AWS keeps to itself, and too many.
  static Map<String, String> checked(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS || tags.keySet().stream().anyMatch(key -> key.startsWith("aws:"))) {
      throw new ServiceException(
          "TagException", 400, "Tags: at most 50, and none whose key begins with aws:");
    }
    return tags;
  }

  /// How many items a page has.
  static int most(@Nullable Integer limit, int otherwise) {
    return limit == null ? otherwise : limit;
  }

  static String after(@Nullable String marker) {
    return PageToken.read(marker, "InvalidMarkerException");
  }

  static @Nullable Boolean truncated(Page<?> page) {
    return page.next() != null;
  }

  /// Refuses changes of keys that belong to a service.
  static KmsKey customers(KmsKey key) {
    if (key.awsManaged()) {
      throw new ServiceException(
          "AccessDeniedException",
          400,
          key.arn() + " is an AWS managed key, which nobody changes.");
    }
    return key;
  }

  /// Refuses changes of keys that go.
  static KmsKey staying(KmsKey key) {
    if (key.deletion() != null) {
      throw KmsErrors.pendingDeletion(key);
    }
    return customers(key);
  }

  /// Bytes as the SDK has them.
  static SdkBytes bytes(Payload payload) {
    return SdkBytes.fromByteArrayUnsafe(payload.bytes());
  }

  static Payload payload(SdkBytes bytes) {
    return Payload.of(bytes.asByteArrayUnsafe());
  }
}
