/// Reads what is deployed, by the AWS APIs that Hearth speaks, as plain records for the rules.
///
/// Start with [dev.hearth.cli.check.deployed.Deployed]. What the caller may not read is told as
/// [dev.hearth.cli.check.Unread], not passed over.
@NullMarked
package dev.hearth.cli.check.deployed;

import org.jspecify.annotations.NullMarked;
