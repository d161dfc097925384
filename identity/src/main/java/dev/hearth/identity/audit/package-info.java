/// The audit trail: who did what, when, from where, and what became of it, in CloudTrail's shape.
///
/// Start with [dev.hearth.identity.audit.AuditTrail], which writes it, and
/// [dev.hearth.identity.audit.AuditTable], which keeps its lines chained by their hashes. This
/// package must not know what any operation does.
@NullMarked
package dev.hearth.identity.audit;

import org.jspecify.annotations.NullMarked;
