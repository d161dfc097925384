/// Resource policies: who else may use a function, or a version or alias of it.
///
/// Start with [dev.hearth.functions.policies.AddPermission]; identity asks
/// [dev.hearth.functions.policies.FunctionPolicies] on every request. [PolicyDocument] and
/// [PolicyStatement] serve other resources with such policies as well. This package must not know
/// how policies are evaluated.
@NullMarked
package dev.hearth.functions.policies;

import org.jspecify.annotations.NullMarked;
