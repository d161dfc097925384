/// The protocols of AWS's services, from the server's side: requests into the SDK's model classes,
/// its answers and errors back into bytes.
///
/// Start with [dev.hearth.wire.protocol.Protocol]; there is one class for each protocol, and they
/// share readers and writers of JSON, CBOR, XML, forms and HTTP bindings, all driven by
/// [dev.hearth.wire.model.Shape]. What they cannot read is a `SerializationException`; members that
/// the model does not know are skipped, as AWS does. This package must not know services,
/// signatures or who handles an operation.
@NullMarked
package dev.hearth.wire.protocol;

import org.jspecify.annotations.NullMarked;
