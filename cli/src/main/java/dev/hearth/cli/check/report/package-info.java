/// What becomes of findings and libraries: text, JSON, SARIF and a bill of materials.
///
/// Start with [dev.hearth.cli.check.report.TextReport]. Nothing here decides; all of it writes.
@NullMarked
package dev.hearth.cli.check.report;

import org.jspecify.annotations.NullMarked;
