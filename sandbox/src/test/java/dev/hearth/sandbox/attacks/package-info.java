/// Hostile functions in real sandboxes, which fail at what they try: the proof of
/// `docs/security/isolation.md`.
///
/// Start with [dev.hearth.sandbox.attacks.AttackTest]; the attacks are tables, one for each thing
/// that is attacked.
@NullMarked
package dev.hearth.sandbox.attacks;

import org.jspecify.annotations.NullMarked;
