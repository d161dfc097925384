package dev.hearth.messaging.sealing;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.Caller;

/// KMS, as messaging asks it. Messaging owns this port; the server connects it. The policies of the
/// key and of the caller decide, and refusals are KMS's own, such as `DisabledException`.
public interface KeyService {
  /// A data key in both forms.
  ///
  /// @param sealed under its KMS key, which it names
  /// @param secret 32 bytes
  record Made(Payload sealed, Payload secret) {}

  /// Makes a data key, where the caller may `kms:GenerateDataKey`.
  ///
  /// @param keyId an id, an alias or an ARN, as seen from the resource's account
  /// @param resource what is sealed with it: a queue or a topic
  /// @throws dev.hearth.kernel.ServiceException as KMS refuses
  Made generate(String keyId, Arn resource, Caller caller);

  /// Opens a data key, where the caller may `kms:Decrypt`.
  ///
  /// @param resource that it was made for
  /// @return 32 bytes
  /// @throws dev.hearth.kernel.ServiceException as KMS refuses
  byte[] open(Payload sealed, Arn resource, Caller caller);

  /// Opens a data key of what a service keeps for itself: nobody's policies are asked, but the key
  /// must be usable.
  ///
  /// @return 32 bytes
  /// @throws dev.hearth.kernel.ServiceException as KMS refuses
  byte[] openKept(Payload sealed, Arn resource);
}
