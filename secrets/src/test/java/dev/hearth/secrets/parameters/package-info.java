/// Tests of Parameter Store.
@NullMarked
package dev.hearth.secrets.parameters;

import org.jspecify.annotations.NullMarked;
