/// Reads packages: folders, zip archives, jars in them; what is written there, and which libraries.
///
/// Start with [dev.hearth.cli.check.code.PackageReader]. A package is an enemy: entries, sizes,
/// depths and all that is unpacked have limits ([dev.hearth.cli.check.code.Budget]), links are not
/// followed, and what was not read is told as [dev.hearth.cli.check.Unread].
@NullMarked
package dev.hearth.cli.check.code;

import org.jspecify.annotations.NullMarked;
