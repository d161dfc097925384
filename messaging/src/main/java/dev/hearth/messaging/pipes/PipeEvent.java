package dev.hearth.messaging.pipes;

import com.fasterxml.jackson.databind.JsonNode;

/// One event on its way through a pipe.
///
/// @param id of the message that it is made of; empty behind an enrichment, which may make fewer or
///   more
/// @param parsed with its body as JSON, where it is; for templates and paths
/// @param json what goes on
record PipeEvent(String id, JsonNode parsed, String json) {}
