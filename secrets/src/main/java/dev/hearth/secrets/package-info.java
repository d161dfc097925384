/// What is kept secret for its owners: keys (KMS), secrets (Secrets Manager) and parameters
/// (Parameter Store).
///
/// Start with [dev.hearth.secrets.SecretsPart], which puts the part together, and
/// [dev.hearth.secrets.keys.KeyRing], by which all of it is encrypted. Nothing secret is stored but
/// sealed, and nothing secret is in a `toString`. This part must not know how functions run.
@NullMarked
package dev.hearth.secrets;

import org.jspecify.annotations.NullMarked;
