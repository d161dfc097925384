/// The event-driven half: queues, topics, event buses, and event source mappings, by which what
/// arrives in them starts functions, or goes on through pipes.
///
/// What is stored here is durable before it is acknowledged, and leased, not popped. One database
/// holds it all, so that a message that goes to many places goes to all of them in one transaction.
/// This part must not know how functions run, nor what workflows are: both are reached through the
/// ports that it is given.
@NullMarked
package dev.hearth.messaging;

import org.jspecify.annotations.NullMarked;
