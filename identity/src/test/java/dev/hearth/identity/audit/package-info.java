/// Tests of the audit trail.
@NullMarked
package dev.hearth.identity.audit;

import org.jspecify.annotations.NullMarked;
