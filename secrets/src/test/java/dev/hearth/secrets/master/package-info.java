/// Tests of where the master key may come from.
@NullMarked
package dev.hearth.secrets.master;

import org.jspecify.annotations.NullMarked;
