/// Parameter Store of Systems Manager: parameters in hierarchies with their versions and labels,
/// those that are secret encrypted by KMS keys.
///
/// Start with [dev.hearth.secrets.parameters.ParameterTable] and
/// [dev.hearth.secrets.parameters.ParameterValues]. This package must not know how keys are kept.
@NullMarked
package dev.hearth.secrets.parameters;

import org.jspecify.annotations.NullMarked;
