/// The policy language of IAM: documents in, decisions out.
///
/// Start with [dev.hearth.identity.policy.Evaluation] for the order in which policies decide, then
/// [dev.hearth.identity.policy.Policy] and [dev.hearth.identity.policy.Condition]. Source: AWS IAM
/// User Guide, "Policy evaluation logic" and "IAM JSON policy reference".
///
/// This package does no I/O and must not know where policies are kept, who signs requests, or what
/// any service does.
@NullMarked
package dev.hearth.identity.policy;

import org.jspecify.annotations.NullMarked;
