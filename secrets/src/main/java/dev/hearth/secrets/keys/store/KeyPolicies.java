package dev.hearth.secrets.keys.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hearth.identity.ResourcePolicies;
import dev.hearth.secrets.keys.Grant;
import dev.hearth.secrets.keys.KmsKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Who may use which key, from memory: the key's policy, and a statement for each of its grants.
public final class KeyPolicies implements ResourcePolicies {
  private static final int MOST_KEYS = 10_000;

  // A change on this node is seen at once; one on another node after this time at most.
  private static final Duration LIFE = Duration.ofSeconds(10);

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final KeyStore store;
  private final Cache<String, Optional<String>> remembered =
      Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterWrite(LIFE).build();

  KeyPolicies(KeyStore store) {
    this.store = store;
  }

  void forget(KmsKey key) {
    remembered.invalidate(key.arn().toString());
  }

  /// To be called when keys may have been deleted.
  public void forgetAll() {
    remembered.invalidateAll();
  }

  @Override
  public Optional<String> find(String resourceArn) {
    return resourceArn.startsWith("arn:aws:kms:") && resourceArn.contains(":key/")
        ? remembered.get(resourceArn, this::load)
        : Optional.empty();
  }

  private Optional<String> load(String arn) {
    var id = arn.substring(arn.lastIndexOf('/') + 1);
    return store.read(
        tables ->
            tables
                .keys()
                .find(id)
                .filter(key -> key.arn().toString().equals(arn))
                .map(key -> document(key.policy(), tables.grants().all(id))));
  }

  private static String document(String policy, List<Grant> grants) {
    if (grants.isEmpty()) {
      return policy;
    }
    try {
      var document = (ObjectNode) JSON.readTree(policy);
      var statements = JSON.createArrayNode();
      var own = document.path("Statement");
      if (own.isArray()) {
        own.forEach(statements::add);
      } else {
        statements.add(own);
      }
      grants.forEach(grant -> statements.add(statement(grant)));
      document.set("Statement", statements);
      return document.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored policy is damaged", e);
    }
  }

  private static JsonNode statement(Grant grant) {
    var statement = JSON.createObjectNode().put("Effect", "Allow").put("Resource", "*");
    var service = grant.grantee().endsWith(".amazonaws.com");
    statement.putObject("Principal").put(service ? "Service" : "AWS", grant.grantee());
    var actions = statement.putArray("Action");
    grant.operations().forEach(operation -> actions.add("kms:" + operation));
    var pairs = new TreeMap<>(grant.contextSubset());
    pairs.putAll(grant.contextEquals());
    if (!pairs.isEmpty()) {
      var condition = statement.putObject("Condition");
      var equal = condition.putObject("StringEquals");
      pairs.forEach((key, value) -> equal.put("kms:EncryptionContext:" + key, value));
      if (!grant.contextEquals().isEmpty()) {
        var keys =
            condition.putObject("ForAllValues:StringEquals").putArray("kms:EncryptionContextKeys");
        grant.contextEquals().keySet().forEach(keys::add);
      }
    }
    return statement;
  }
}
