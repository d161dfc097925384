package dev.hearth.identity.iam;

import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.IamError;
import dev.hearth.identity.store.OidcProvider;
import dev.hearth.kernel.Arn;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the operations on OpenID Connect providers share.
final class Providers {
  private static final String PREFIX = EntityKind.OIDC_PROVIDER.arnPrefix() + "/";

  /// What a URL has after `https://`; nothing in it means something in an ARN's pattern.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~:/%+@=\\[\\]-]+");

  private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}");

  private Providers() {}

  /// What an operation needs on the provider of this ARN, with its own condition keys.
  static Access access(
      Iam iam, String operation, Call call, String arn, Map<String, List<String>> conditions) {
    return Arn.parse(arn)
        .filter(parsed -> parsed.account().equals(call.account().digits()))
        .filter(parsed -> isProvider(parsed))
        .map(parsed -> iam.on(operation, call, EntityKind.OIDC_PROVIDER, name(parsed), conditions))
        .orElseGet(() -> Access.NONE.and("iam:" + operation, arn, conditions));
  }

  /// The provider of this ARN.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationError` where it is no provider's ARN,
  ///   `NoSuchEntity`
  static OidcProvider require(Directory tables, String arn) {
    return tables
        .oidcProviders()
        .find(name(arn))
        .filter(provider -> provider.entity().arn().equals(arn))
        .orElseThrow(
            () -> IamError.noSuchEntity("OpenIDConnect Provider not found for arn " + arn));
  }

  /// The issuer's URL without `https://`.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationError`
  static String name(String arn) {
    return Arn.parse(arn)
        .filter(Providers::isProvider)
        .map(Providers::name)
        .orElseThrow(() -> IamError.validation("Invalid ARN: " + arn));
  }

  /// The same of a URL that somebody wants to register. AWS takes no port; Hearth does, for issuers
  /// on private networks.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ValidationError`
  static String nameOf(String url) {
    try {
      var uri = new URI(url);
      var name = url.startsWith(OidcProvider.SCHEME) ? url.substring(8) : "";
      if (uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && NAME.matcher(name).matches()) {
        return name;
      }
    } catch (URISyntaxException _) {
      // refused below
    }
    throw IamError.validation(
        "Invalid Open ID Connect Provider URL: https://, a host, perhaps a port and a path are"
            + " expected.");
  }

  /// @throws dev.hearth.kernel.ServiceException `InvalidInput`
  static void requireThumbprints(List<String> thumbprints) {
    for (var thumbprint : thumbprints) {
      if (!THUMBPRINT.matcher(thumbprint).matches()) {
        throw IamError.invalidInput(
            "A thumbprint has 40 hexadecimal digits, the SHA-1 of a certificate: " + thumbprint);
      }
    }
  }

  private static boolean isProvider(Arn arn) {
    return arn.service().equals("iam") && arn.resource().startsWith(PREFIX);
  }

  private static String name(Arn arn) {
    return arn.resource().substring(PREFIX.length());
  }
}
