package dev.hearth.messaging.sources.registered;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.EventSource;
import dev.hearth.messaging.mappings.EventSources;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;

/// What the operator has registered, by names.
///
/// @param byName each by its own name
public record RegisteredSources(Map<String, RegisteredSource> byName) {
  /// Nothing is registered.
  public static final RegisteredSources NONE = new RegisteredSources(Map.of());

  private static final String SOURCE = "source/";

  /// Reads a file of lines `NAME = URL`, in the format of Java's properties. Only who starts Hearth
  /// should be able to read it.
  ///
  /// @throws IllegalArgumentException where it cannot be read, or is no such file
  public static RegisteredSources read(Path file) {
    var lines = new Properties();
    try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException("sources: " + file + " cannot be read: " + e, e);
    }
    var sources = new TreeMap<String, RegisteredSource>();
    for (var name : lines.stringPropertyNames()) {
      sources.put(name, source(name, lines.getProperty(name)));
    }
    return new RegisteredSources(Map.copyOf(sources));
  }

  private static RegisteredSource source(String name, String url) {
    try {
      return new RegisteredSource(name, new URI(url.strip()));
    } catch (URISyntaxException _) { // its message has the URL
      throw new IllegalArgumentException("source " + name + ": not a URL");
    }
  }

  /// What an ARN means: a broker of AWS, `arn:aws:mq:region:account:broker:NAME`, with or without
  /// the id that AWS's ARNs have behind it, or what AWS does not have,
  /// `arn:aws:hearth:region:account:source/NAME`.
  ///
  /// @param scheme of its URL, without the `s` for TLS
  /// @throws dev.hearth.kernel.ServiceException `InvalidParameterValueException` where there is
  ///   none such, or it is not for the account
  RegisteredSource find(Arn arn, String scheme) {
    return find(arn).filter(found -> found.kind().equals(scheme)).orElseThrow(() -> missing(arn));
  }

  /// Of several kinds the one that an ARN means.
  ///
  /// @param kinds by the schemes of their URLs, without the `s` for TLS
  public Function<Arn, EventSource> among(Map<String, EventSource> kinds) {
    return arn ->
        find(arn)
            .flatMap(found -> Optional.ofNullable(kinds.get(found.kind())))
            .orElseThrow(() -> missing(arn));
  }

  private Optional<RegisteredSource> find(Arn arn) {
    return Optional.ofNullable(byName.get(name(arn))).filter(it -> it.isFor(arn.account()));
  }

  /// Strictly as it is written, for policies name it so; empty where it is written otherwise.
  private static String name(Arn arn) {
    var resource = arn.resource();
    if (arn.service().equals("mq")) {
      var parts = resource.split(":", -1);
      return parts.length >= 2 && parts[0].equals("broker") ? parts[1] : "";
    }
    return resource.startsWith(SOURCE) ? resource.substring(SOURCE.length()) : "";
  }

  private static ServiceException missing(Arn arn) {
    return EventSources.invalid(
        ("The event source %s does not exist: whoever runs Hearth registers sources with"
                + " `hearth up --sources FILE`.")
            .formatted(arn));
  }
}
