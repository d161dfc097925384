/// `hearth check`: what is unsafe about functions, their packages, policies and queues.
///
/// Start with [dev.hearth.cli.check.Rules], which lists the rules, and with
/// [dev.hearth.cli.check.Examination], which shows them each [dev.hearth.cli.check.Subject]. A rule
/// is one class; it sees plain records, knows neither a Hearth nor a file system, and never repeats
/// a secret that it found. What is read, and from where, is in `code` and `deployed`; what becomes
/// of findings in `report`.
@NullMarked
package dev.hearth.cli.check;

import org.jspecify.annotations.NullMarked;
