/// Tests of the rotation of secrets, by a function that the test plays.
@NullMarked
package dev.hearth.secrets.secrets.rotation;

import org.jspecify.annotations.NullMarked;
