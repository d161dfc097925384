/// Secrets that a function gives another value from time to time.
///
/// Start with [dev.hearth.secrets.secrets.rotation.Rotations]. What is due is in the database, so
/// it is done after a restart. This package must not know how functions run: it asks
/// [dev.hearth.secrets.secrets.rotation.RotationFunctions].
@NullMarked
package dev.hearth.secrets.secrets.rotation;

import org.jspecify.annotations.NullMarked;
