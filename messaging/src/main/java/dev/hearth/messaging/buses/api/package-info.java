/// EventBridge's operations, one class each. Start with [dev.hearth.messaging.buses.api.PutEvents]
/// and [dev.hearth.messaging.buses.api.PutRule].
@NullMarked
package dev.hearth.messaging.buses.api;

import org.jspecify.annotations.NullMarked;
