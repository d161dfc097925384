/// What identity remembers, in SQL: accounts, entities, policies, access keys.
///
/// Start with [dev.hearth.identity.store.IamStore], whose transactions give a
/// [dev.hearth.identity.store.Directory]. This package keeps IAM's own rules of names, quotas and
/// what may be deleted when; it must not know the wire, nor what a policy means.
@NullMarked
package dev.hearth.identity.store;

import org.jspecify.annotations.NullMarked;
