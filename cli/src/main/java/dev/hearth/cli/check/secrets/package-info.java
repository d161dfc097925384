/// What secrets look like.
///
/// Start with [dev.hearth.cli.check.secrets.SecretShapes]. All of it scans text from the left to
/// the right without regular expressions, for the text may have been written to make one slow; and
/// says where a secret is and of what kind, never what it is.
@NullMarked
package dev.hearth.cli.check.secrets;

import org.jspecify.annotations.NullMarked;
