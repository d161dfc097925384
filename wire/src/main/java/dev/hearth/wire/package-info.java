/// The AWS protocols over HTTP: bytes in, a typed request to an [dev.hearth.wire.Operation], its
/// typed answer or error out.
///
/// Start with [dev.hearth.wire.Operation] (its siblings stream) and [dev.hearth.wire.Call]. The
/// shapes are the AWS SDK's own model classes. This package must not know what any service does,
/// where identities are kept ([dev.hearth.wire.Authentication]) or what policies say
/// ([dev.hearth.wire.Authorization]).
@NullMarked
package dev.hearth.wire;

import org.jspecify.annotations.NullMarked;
