@NullMarked
package dev.hearth.messaging.sealing;

import org.jspecify.annotations.NullMarked;
