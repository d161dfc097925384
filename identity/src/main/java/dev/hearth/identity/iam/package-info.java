/// The operations of IAM, one class each, named as AWS names them.
///
/// Start with [dev.hearth.identity.iam.IamService], which lists them, and with
/// [dev.hearth.identity.iam.Iam], which they share. What is kept and which rules hold of it is
/// [dev.hearth.identity.store]'s; what policies mean is [dev.hearth.identity.policy]'s. The wire
/// has already checked every input against the service's model.
@NullMarked
package dev.hearth.identity.iam;

import org.jspecify.annotations.NullMarked;
