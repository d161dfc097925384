/// Where functions run: drivers that make sandboxes, the contract that a runtime speaks, the
/// runtimes.
///
/// Start with [dev.hearth.sandbox.Driver] and [dev.hearth.sandbox.Sandbox]. This part runs one
/// function version's code for whoever asks; it must not know functions' names in a catalogue,
/// pools' policies, HTTP clients, identity or SQL.
@NullMarked
package dev.hearth.sandbox;

import org.jspecify.annotations.NullMarked;
