/// KMS: keys that never leave Hearth, and who may use them.
///
/// Start with [dev.hearth.secrets.keys.KeyRing] (finding keys, encrypting by them) and
/// [dev.hearth.secrets.keys.Spec] (the kinds of keys). All cryptography is the JDK's, but for the
/// sealing of key material under the master key, which is Tink's. This package must not know
/// secrets and parameters.
@NullMarked
package dev.hearth.secrets.keys;

import org.jspecify.annotations.NullMarked;
