/// The driver `process`: functions as plain child processes, without any isolation.
@NullMarked
package dev.hearth.sandbox.process;

import org.jspecify.annotations.NullMarked;
