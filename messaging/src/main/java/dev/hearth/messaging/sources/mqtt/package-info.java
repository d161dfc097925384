/// Topics of MQTT 5 brokers as sources of event source mappings.
///
/// Start with [dev.hearth.messaging.sources.mqtt.MqttSource]. The client is loaded when the first
/// mapping is read, and by nothing else.
@NullMarked
package dev.hearth.messaging.sources.mqtt;

import org.jspecify.annotations.NullMarked;
