/// Checks inputs against the constraints of the services' models, and words refusals as AWS does.
///
/// Start with [dev.hearth.wire.validation.Validator]. Nothing here knows a service by name; what a
/// service wants beyond its model is its operations' business.
@NullMarked
package dev.hearth.wire.validation;

import org.jspecify.annotations.NullMarked;
