package dev.hearth.identity.federation;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.hearth.identity.store.OidcProvider;
import dev.hearth.kernel.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes condition keys, tags and a source identity of a token's claims.
///
/// Source: IAM User Guide, "Pass session tags in AWS STS" and "Monitor and control actions taken
/// with assumed roles", for tokens of OpenID Connect.
final class Claims {
  private static final String TAGS = "https://aws.amazon.com/tags";
  private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";
  private static final Pattern IDENTITY = Pattern.compile("(?!aws:)[\\w+=,.@-]{2,64}");
  private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
  private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");
  private static final int MOST_CLAIMS = 100;
  private static final int MOST_VALUES = 100;

  private Claims() {}

  static IdToken read(JWTClaimsSet claims, OidcProvider provider, String subject, String client) {
    var conditions = new HashMap<String, List<String>>();
    claims.getClaims().entrySet().stream()
        .limit(MOST_CLAIMS)
        .forEach(
            claim -> {
              var values = values(claim.getValue());
              if (!values.isEmpty()) {
                conditions.put(IdToken.key(provider, claim.getKey()), values);
              }
            });
    conditions.put(IdToken.key(provider, "sub"), List.of(subject));
    conditions.put(IdToken.key(provider, "aud"), List.of(client));
    conditions.put(IdToken.key(provider, "oaud"), claims.getAudience());
    var tags = new LinkedHashMap<String, String>();
    var transitive = new ArrayList<String>();
    readTags(claims.getClaims(), tags, transitive);
    return new IdToken(
        provider, subject, client, conditions, tags, transitive, sourceIdentity(claims));
  }

  /// Words, numbers and switches, and lists of them; times and structures are nothing to a policy.
  private static List<String> values(@Nullable Object claim) {
    return switch (claim) {
      case String text -> List.of(text);
      case Number number -> List.of(number.toString());
      case Boolean flag -> List.of(flag.toString());
      case List<?> list ->
          list.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .limit(MOST_VALUES)
              .toList();
      case null, default -> List.of();
    };
  }

  /// In one claim, or in a claim for each tag.
  private static void readTags(
      Map<String, Object> claims, Map<String, String> tags, List<String> transitive) {
    if (claims.get(TAGS) instanceof Map<?, ?> all) {
      if (all.get("principal_tags") instanceof Map<?, ?> listed) {
        listed.forEach((key, value) -> addTag(String.valueOf(key), value, tags));
      }
      transitive.addAll(values(all.get("transitive_tag_keys")));
    }
    claims.forEach(
        (name, value) -> {
          if (name.startsWith(TAGS + "/principal_tags/")) {
            addTag(name.substring((TAGS + "/principal_tags/").length()), value, tags);
          }
        });
    transitive.addAll(values(claims.get(TAGS + "/transitive_tag_keys")));
  }

  private static void addTag(String key, @Nullable Object value, Map<String, String> tags) {
    var values = values(value);
    if (values.size() != 1
        || !TAG_KEY.matcher(key).matches()
        || !TAG_VALUE.matcher(values.getFirst()).matches()) {
      throw rejected("The token's tag " + key + " has no key and single value of a tag.");
    }
    tags.put(key, values.getFirst());
  }

  private static String sourceIdentity(JWTClaimsSet claims) {
    var value = claims.getClaim(SOURCE_IDENTITY);
    if (value == null) {
      return "";
    }
    if (!(value instanceof String text) || !IDENTITY.matcher(text).matches()) {
      throw rejected("The token's source identity has no 2 to 64 characters of those allowed.");
    }
    return text;
  }

  private static ServiceException rejected(String message) {
    return new ServiceException("IDPRejectedClaim", 403, message);
  }
}
