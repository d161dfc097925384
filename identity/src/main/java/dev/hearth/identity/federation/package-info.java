/// Who signs in elsewhere: issuers' servers, the keys that they publish, and the ID tokens that
/// those signed.
///
/// Start with [dev.hearth.identity.federation.IdTokens]. Everything that comes from an issuer or
/// with a token is taken to be hostile until its signature is proven, and is bounded in size, time
/// and number throughout. This package must not know IAM's operations, nor roles.
@NullMarked
package dev.hearth.identity.federation;

import org.jspecify.annotations.NullMarked;
