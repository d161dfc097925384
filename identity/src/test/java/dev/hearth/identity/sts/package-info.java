/// Tests of the operations of STS, each called as the wire calls it.
@NullMarked
package dev.hearth.identity.sts;

import org.jspecify.annotations.NullMarked;
