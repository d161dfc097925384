/// Who sent a request, proven by AWS Signature Version 4.
///
/// Start with [dev.hearth.wire.signature.SignatureVerifier]. Signatures come in the `Authorization`
/// header, in the query string (presigned URLs), and chunk by chunk in a body. This package must
/// not know where keys are kept ([dev.hearth.wire.Authentication]), what operation is asked for, or
/// how an error is rendered.
@NullMarked
package dev.hearth.wire.signature;

import org.jspecify.annotations.NullMarked;
