package dev.hearth.messaging.mappings.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.functions.FunctionReference;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.Region;
import dev.hearth.wire.protocol.ModelJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.pipes.model.DescribePipeResponse;

/// Rows to mappings and lanes, and back.
final class MappingColumns {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<List<Lane.Retry>> RETRIES = new TypeReference<>() {};

  /// A qualifier that no function has.
  private static final String PIPE = "/pipe";

  private MappingColumns() {}

  static <S extends SqlStatement<S>> S bind(Mapping mapping, S statement) {
    var function = mapping.function();
    return statement
        .bind("uuid", mapping.uuid())
        .bind("account", function.account().digits())
        .bind("region", function.region().name())
        .bind("function", function.name())
        .bind("qualifier", mapping.pipe() == null ? function.qualifier() : PIPE)
        .bind("source", mapping.source().toString())
        .bind("settings", ModelJson.write(mapping.settings()))
        .bind("tags", write(mapping.tags()))
        .bind("enabled", mapping.enabled())
        .bind("state", mapping.state().text())
        .bind("reason", mapping.reason())
        .bind("result", mapping.result())
        .bind("modified", mapping.modified())
        .bind("revision", mapping.revision())
        .bind("started", mapping.started())
        .bind("pipe", mapping.pipe() == null ? null : ModelJson.write(mapping.pipe()));
  }

  static Mapping mapping(ResultSet row) throws SQLException {
    return new Mapping(
        row.getString("uuid"),
        new FunctionReference(
            new AccountId(row.getString("account")),
            new Region(row.getString("region")),
            row.getString("function"),
            row.getString("qualifier").replace(PIPE, "")),
        Arn.parse(row.getString("source")).orElseThrow(),
        ModelJson.read(
                Payload.of(row.getBytes("settings")), EventSourceMappingConfiguration.builder())
            .build(),
        read(row.getString("tags"), TEXTS),
        row.getBoolean("enabled"),
        MappingState.of(row.getString("state")),
        row.getString("reason"),
        row.getString("result"),
        Instant.ofEpochMilli(row.getLong("modified_at")),
        row.getLong("revision"),
        row.getBoolean("started"),
        pipe(row.getBytes("pipe")));
  }

  private static @Nullable DescribePipeResponse pipe(byte @Nullable [] stored) {
    return stored == null
        ? null
        : ModelJson.read(Payload.of(stored), DescribePipeResponse.builder()).build();
  }

  static <S extends SqlStatement<S>> S bind(String mapping, Lane lane, S statement) {
    var window = lane.window();
    return statement
        .bind("mapping", mapping)
        .bind("shard", lane.shard())
        .bind("lane", lane.number())
        .bind("position", lane.position())
        .bind("ended", lane.ended())
        .bind("retries", write(lane.retries()))
        .bind("windowStart", window == null ? null : window.start())
        .bind("windowState", window == null ? null : window.state())
        .bind("windowCut", window != null && window.cut());
  }

  static Lane lane(ResultSet row) throws SQLException {
    return new Lane(
        row.getString("shard"),
        row.getInt("lane"),
        row.getString("position"),
        row.getBoolean("ended"),
        read(row.getString("retries"), RETRIES),
        window(row));
  }

  private static Lane.@Nullable Window window(ResultSet row) throws SQLException {
    long start = row.getLong("window_start");
    return row.wasNull()
        ? null
        : new Lane.Window(
            Instant.ofEpochMilli(start),
            Payload.of(row.getBytes("window_state")),
            row.getBoolean("window_cut"));
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unwritable", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own JSON", e);
    }
  }
}
