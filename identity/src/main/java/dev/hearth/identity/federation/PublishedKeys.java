package dev.hearth.identity.federation;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys that an issuer publishes, as far as signatures are checked with them.
///
/// Source: RFC 7517, "JSON Web Key".
record PublishedKeys(List<JWK> keys) {
  /// As AWS takes: a hundred RSA keys and a hundred of elliptic curves.
  private static final int MOST_KEYS = 200;

  private static final int FEWEST_RSA_BITS = 2_048;
  private static final int MOST_RSA_BITS = 8_192; // beyond, one signature takes a tenth of a second

  private static final int MOST_EXPONENT_BITS = 64;

  private static final Map<JWSAlgorithm, Curve> CURVES =
      Map.of(
          JWSAlgorithm.ES256, Curve.P_256,
          JWSAlgorithm.ES384, Curve.P_384,
          JWSAlgorithm.ES512, Curve.P_521);

  /// Reads a key set; keys of kinds that are not known are left out.
  ///
  /// @throws ParseException where it is no key set, or one with too many keys
  static PublishedKeys parse(String json) throws ParseException {
    var listed = JSONObjectUtils.getJSONObjectArray(object(json), "keys");
    if (listed == null || listed.length > MOST_KEYS) {
      throw new ParseException("a key set has 1 to " + MOST_KEYS + " keys", 0);
    }
    var keys = new ArrayList<JWK>();
    for (var each : listed) {
      var key = read(each);
      if (key != null && verifies(key)) {
        keys.add(key);
      }
    }
    return new PublishedKeys(List.copyOf(keys));
  }

  /// @throws ParseException where it is no object, such as `null`
  static Map<String, Object> object(String json) throws ParseException {
    @Nullable Map<String, Object> read = JSONObjectUtils.parse(json);
    if (read == null) {
      throw new ParseException("an object is expected", 0);
    }
    return read;
  }

  /// The key for this header. A token without a key's id has the only key that fits.
  Optional<JWK> find(JWSHeader header) {
    var fitting = keys.stream().filter(key -> fits(key, header.getAlgorithm())).toList();
    var id = header.getKeyID();
    if (id == null) {
      return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }
    return fitting.stream().filter(key -> id.equals(key.getKeyID())).findFirst();
  }

  private static @Nullable JWK read(Map<String, Object> json) {
    try {
      return JWK.parse(json);
    } catch (ParseException | RuntimeException _) {
      return null; // whatever a parser says to what it was never meant to read
    }
  }

  private static boolean verifies(JWK key) {
    boolean meant =
        (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
            && (key.getKeyOperations() == null
                || key.getKeyOperations().contains(KeyOperation.VERIFY));
    return meant
        && switch (key) {
          case RSAKey rsa -> isReasonable(rsa);
          case ECKey curve -> CURVES.containsValue(curve.getCurve());
          default -> false;
        };
  }

  private static boolean isReasonable(RSAKey key) {
    int bits = key.getModulus().decodeToBigInteger().bitLength();
    return bits >= FEWEST_RSA_BITS
        && bits <= MOST_RSA_BITS
        && key.getPublicExponent().decodeToBigInteger().bitLength() <= MOST_EXPONENT_BITS;
  }

  /// A key is used with the algorithms of its own kind only, whatever a token says.
  private static boolean fits(JWK key, JWSAlgorithm algorithm) {
    if (key.getAlgorithm() != null && !key.getAlgorithm().equals(algorithm)) {
      return false;
    }
    return switch (key) {
      case RSAKey _ -> JWSAlgorithm.Family.RSA.contains(algorithm);
      case ECKey curve -> curve.getCurve().equals(CURVES.get(algorithm));
      default -> false;
    };
  }
}
