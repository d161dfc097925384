/// The Lambda operations that run functions, one class each. Start with
/// [dev.hearth.invocation.api.Invoke]. They check what the caller sent and say no more than that;
/// running is the [dev.hearth.invocation.Invoker]'s.
@NullMarked
package dev.hearth.invocation.api;

import org.jspecify.annotations.NullMarked;
