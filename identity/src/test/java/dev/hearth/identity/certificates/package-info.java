@NullMarked
package dev.hearth.identity.certificates;

import org.jspecify.annotations.NullMarked;
