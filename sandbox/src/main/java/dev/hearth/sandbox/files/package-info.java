/// What is done to whole folders. Start with [dev.hearth.sandbox.files.Folders].
@NullMarked
package dev.hearth.sandbox.files;

import org.jspecify.annotations.NullMarked;
