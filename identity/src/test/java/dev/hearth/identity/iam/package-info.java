/// Tests of the operations of IAM, each called as the wire calls it.
@NullMarked
package dev.hearth.identity.iam;

import org.jspecify.annotations.NullMarked;
