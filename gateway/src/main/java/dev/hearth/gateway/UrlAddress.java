package dev.hearth.gateway;

import dev.hearth.functions.FunctionUrl;
import dev.hearth.wire.http.HttpRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which function URL a request is for: by the first labels of its host name, whatever the domain
/// behind them (`<id>.lambda-url.<region>.localhost`), or by its path for clients that cannot
/// resolve such names (`/_hearth/lambda-url/<id>/…`).
///
/// @param region that the host name says; null in a path, which says none
/// @param host without the port; null in a path
/// @param path still percent-encoded, as the function shall see it
record UrlAddress(String id, @Nullable String region, @Nullable String host, String path) {
  /// In front of the id in a path.
  static final String PREFIX = "/_hearth/lambda-url/";

  private static final int ID_LENGTH = 32;
  private static final Pattern ID = Pattern.compile("[a-z0-9]{32}");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]{32})\\.lambda-url\\.([a-z0-9-]{1,63})\\.([^:]+)(:[0-9]*)?");

  /// Null for a request that is for something else.
  static @Nullable UrlAddress of(HttpRequest request) {
    if (request.rawPath().startsWith(PREFIX)) {
      return inPath(request.rawPath());
    }
    var host = request.headers().first("Host", "");
    // Nearly every request is for something else, and this is asked of all.
    if (host.length() <= ID_LENGTH || host.charAt(ID_LENGTH) != '.') {
      return null;
    }
    var match = HOST.matcher(host.toLowerCase(Locale.ROOT));
    return match.matches()
        ? new UrlAddress(
            match.group(1),
            match.group(2),
            match.group(1) + ".lambda-url." + match.group(2) + "." + match.group(3),
            request.rawPath())
        : null;
  }

  private static UrlAddress inPath(String path) {
    int start = PREFIX.length();
    int slash = path.indexOf('/', start);
    var id = path.substring(start, slash < 0 ? path.length() : slash);
    return new UrlAddress(id, null, null, slash < 0 ? "/" : path.substring(slash));
  }

  /// Whether the id could be one.
  boolean isWellFormed() {
    return ID.matcher(id).matches();
  }

  /// Whether it leads to `url`, whose id it has.
  boolean leadsTo(FunctionUrl url) {
    return region == null || region.equals(url.function().region().name());
  }

  /// The name under which the client calls `url`, or would.
  String domainName(FunctionUrl url) {
    return host == null ? url.hostPrefix() + ".localhost" : host;
  }
}
