/// Filter policies: which messages a subscription wants.
///
/// [dev.hearth.messaging.topics.filter.FilterPolicy] compiles and checks a policy, and
/// [dev.hearth.messaging.topics.filter.FilterLimits] counts what AWS limits. AWS's own matcher,
/// event-ruler, does the matching. This package must not know subscriptions.
@NullMarked
package dev.hearth.messaging.topics.filter;

import org.jspecify.annotations.NullMarked;
