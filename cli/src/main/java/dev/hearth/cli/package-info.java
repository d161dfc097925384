/// The command line: `hearth deploy`, `invoke`, `logs` and so on, one class per command.
///
/// Start with [dev.hearth.cli.Main], which lists the commands, and with
/// [dev.hearth.cli.HearthCommand], what they share. Except for `up`, which is the server, commands
/// know a Hearth only by its public HTTP API, as any client does; they must not reach into a data
/// folder beyond the two files that [dev.hearth.cli.DataFolder] reads.
@NullMarked
package dev.hearth.cli;

import org.jspecify.annotations.NullMarked;
