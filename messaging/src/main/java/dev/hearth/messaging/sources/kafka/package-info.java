/// Topics of Apache Kafka as sources of event source mappings.
///
/// Start with [dev.hearth.messaging.sources.kafka.KafkaSource], which answers what the operations
/// on mappings ask; [dev.hearth.messaging.sources.kafka.KafkaReader] reads for one mapping. Kafka's
/// client is loaded when the first mapping is read, and by nothing else.
@NullMarked
package dev.hearth.messaging.sources.kafka;

import org.jspecify.annotations.NullMarked;
