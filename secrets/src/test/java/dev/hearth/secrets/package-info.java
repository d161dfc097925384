/// Tests of the whole part.
@NullMarked
package dev.hearth.secrets;

import org.jspecify.annotations.NullMarked;
