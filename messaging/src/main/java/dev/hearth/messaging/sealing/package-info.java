/// How what queues and topics store is sealed under KMS keys: data keys, kept for as long as their
/// resource says. Start at [dev.hearth.messaging.sealing.DataKeys]. It must not know what is
/// sealed, nor how KMS keeps its keys ([dev.hearth.messaging.sealing.KeyService] is all that it
/// asks for).
@NullMarked
package dev.hearth.messaging.sealing;

import org.jspecify.annotations.NullMarked;
