/// The operations of Parameter Store, one class each.
///
/// Start with [dev.hearth.secrets.parameters.api.ParametersService].
@NullMarked
package dev.hearth.secrets.parameters.api;

import org.jspecify.annotations.NullMarked;
