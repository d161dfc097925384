package dev.hearth.identity.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.identity.store.ManagedPolicy.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// The managed policies that AWS offers and people attach by name, such as
/// `arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`.
///
/// They are in a resource beside this class. Their statements grant what AWS's grant of the
/// services that Hearth has; they are not AWS's documents.
public final class AwsManagedPolicies {
  private static final String PREFIX = "arn:aws:iam::aws:policy";
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  /// One policy and its only document.
  private record Offered(ManagedPolicy policy, Version version) {}

  private static final Map<String, Offered> ALL = load();

  private AwsManagedPolicies() {}

  static Optional<ManagedPolicy> find(String arn) {
    return Optional.ofNullable(ALL.get(arn)).map(Offered::policy);
  }

  static Optional<Version> version(String arn) {
    return Optional.ofNullable(ALL.get(arn)).map(Offered::version);
  }

  static Collection<ManagedPolicy> all() {
    return ALL.values().stream().map(Offered::policy).toList();
  }

  private static Map<String, Offered> load() {
    try (var resource = AwsManagedPolicies.class.getResourceAsStream("aws-managed-policies.json")) {
      var policies = new TreeMap<String, Offered>();
      for (var policy : new ObjectMapper().readTree(resource)) {
        var offered = read(policy);
        policies.put(offered.policy().arn(), offered);
      }
      return Collections.unmodifiableMap(policies);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read AWS's managed policies", e);
    }
  }

  private static Offered read(JsonNode policy) {
    var name = policy.path("name").asText();
    var path = policy.path("path").asText("/");
    var arn = PREFIX + path + name;
    return new Offered(
        new ManagedPolicy(
            arn,
            id(arn),
            name,
            path,
            policy.path("description").asText(),
            null,
            1,
            CREATED,
            CREATED),
        new Version(1, policy.path("document").toPrettyString(), true, CREATED));
  }

  /// The same at every start and on every node.
  private static String id(String arn) {
    var hash = UUID.nameUUIDFromBytes(arn.getBytes(StandardCharsets.UTF_8));
    var digits = Long.toString(hash.getMostSignificantBits() >>> 1, 32);
    return ("ANPA" + digits + "00000000000000000").substring(0, 21).toUpperCase(Locale.ROOT);
  }
}
