package dev.hearth.identity.principals;

import dev.hearth.identity.policy.PolicySet;
import dev.hearth.identity.store.Entity;
import java.util.Map;

/// A user or role, ready to be decided about.
///
/// @param tags of the user or role
/// @param policies compiled, without those of a session
public record Principal(Entity entity, Map<String, String> tags, PolicySet policies) {}
