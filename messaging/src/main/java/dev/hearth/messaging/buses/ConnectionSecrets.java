package dev.hearth.messaging.buses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.identity.credentials.Seal;
import dev.hearth.kernel.Payload;
import dev.hearth.wire.protocol.ModelJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eventbridge.model.ConnectionAuthResponseParameters;
import software.amazon.awssdk.services.eventbridge.model.CreateConnectionAuthRequestParameters;

/// Credentials of connections: sealed while they are kept, and left out of what is shown.
public final class ConnectionSecrets {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final List<String> SECRETS = List.of("Password", "ClientSecret", "ApiKeyValue");

  private final Seal seal;

  public ConnectionSecrets(Seal seal) {
    this.seal = seal;
  }

  /// @param arn the connection's; what is sealed for one opens for no other
  public byte[] seal(String arn, CreateConnectionAuthRequestParameters parameters) {
    return seal.seal(arn, ModelJson.write(parameters).bytes());
  }

  /// @throws IllegalStateException where it was sealed with another key
  public CreateConnectionAuthRequestParameters open(String arn, byte[] sealed) {
    var plain =
        seal.open(arn, sealed)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The credentials of %s were sealed with another key than this Hearth has."
                            .formatted(arn)));
    return read(plain);
  }

  private static CreateConnectionAuthRequestParameters read(byte[] json) {
    return ModelJson.read(Payload.of(json), CreateConnectionAuthRequestParameters.builder())
        .build();
  }

  /// What a change makes of credentials: what it leaves out stays.
  ///
  /// @param before null where there were none, or of another kind
  public static CreateConnectionAuthRequestParameters merge(
      @Nullable CreateConnectionAuthRequestParameters before, SdkPojo change) {
    var merged = before == null ? JSON.createObjectNode() : tree(before);
    merge((ObjectNode) merged, tree(change));
    return read(merged.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void merge(ObjectNode into, JsonNode from) {
    for (var member : from.properties()) {
      var there = into.get(member.getKey());
      if (there instanceof ObjectNode object && member.getValue().isObject()) {
        merge(object, member.getValue());
      } else {
        into.set(member.getKey(), member.getValue());
      }
    }
  }

  /// What may be shown of credentials.
  public static ConnectionAuthResponseParameters shown(
      CreateConnectionAuthRequestParameters parameters) {
    var tree = tree(parameters);
    strip(tree);
    return ModelJson.read(Payload.of(tree.toString()), ConnectionAuthResponseParameters.builder())
        .build();
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(SECRETS);
      if (object.path("IsValueSecret").asBoolean()) {
        object.remove("Value");
      }
    }
    node.forEach(ConnectionSecrets::strip);
  }

  private static JsonNode tree(SdkPojo pojo) {
    try {
      return JSON.readTree(ModelJson.write(pojo).bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // our own JSON
    }
  }
}
