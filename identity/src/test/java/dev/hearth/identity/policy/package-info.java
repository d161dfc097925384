/// Tests of the policy language.
@NullMarked
package dev.hearth.identity.policy;

import org.jspecify.annotations.NullMarked;
