/// Tests of Secrets Manager.
@NullMarked
package dev.hearth.secrets.secrets;

import org.jspecify.annotations.NullMarked;
