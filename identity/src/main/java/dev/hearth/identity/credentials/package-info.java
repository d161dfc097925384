/// Access keys and session tokens: how they are made, sealed and opened again.
///
/// Start with [dev.hearth.identity.credentials.SessionTokens]. This package must not know policies
/// or SQL.
@NullMarked
package dev.hearth.identity.credentials;

import org.jspecify.annotations.NullMarked;
