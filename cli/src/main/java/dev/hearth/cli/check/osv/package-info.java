/// Known vulnerabilities, from an export of OSV records that the user has.
///
/// Start with [dev.hearth.cli.check.osv.OsvDatabase]. Source: "Open Source Vulnerability format",
/// ossf.github.io/osv-schema. The export is read as hostile input: sizes and numbers are bounded.
@NullMarked
package dev.hearth.cli.check.osv;

import org.jspecify.annotations.NullMarked;
