/// CloudTrail on the wire.
///
/// Start with [dev.hearth.identity.audit.api.CloudTrailService].
@NullMarked
package dev.hearth.identity.audit.api;

import org.jspecify.annotations.NullMarked;
