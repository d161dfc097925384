/// Tests of identity as a whole, over a database of their own.
@NullMarked
package dev.hearth.identity;

import org.jspecify.annotations.NullMarked;
