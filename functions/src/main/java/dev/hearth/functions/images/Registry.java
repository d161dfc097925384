package dev.hearth.functions.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.security.DigestException;

/// A repository of a registry that speaks the OCI Distribution protocol; read without credentials.
final class Registry implements ImageSource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryClient client;

  /// @param host with its port where it has one
  Registry(String host, String repository) {
    // Only on this machine may a registry be one without TLS.
    var http = new FailoverHttpClient(isLoopback(host), false, _ -> {});
    client = RegistryClient.factory(EventHandlers.NONE, host, repository, http).newRegistryClient();
  }

  private static boolean isLoopback(String host) {
    var name = URI.create("//" + host).getHost();
    if (name == null) {
      return false;
    }
    try {
      return name.equals("localhost") || InetAddress.ofLiteral(name).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false; // a name, not an address
    }
  }

  @Override
  public Document manifest(String reference) throws IOException {
    try {
      return pull(reference);
    } catch (RegistryUnauthorizedException _) {
      try {
        client.doPullBearerAuth(); // many registries want a token even of those without a name
        return pull(reference);
      } catch (RegistryException e) {
        throw new IOException(e);
      }
    } catch (RegistryException e) {
      throw new IOException(e);
    }
  }

  private Document pull(String reference) throws IOException, RegistryException {
    var pulled = client.pullManifest(reference);
    var digest = pulled.getDigest().toString();
    if (reference.startsWith("sha256:") && !reference.equals(digest)) {
      throw new IOException("the registry gave another manifest than " + reference);
    }
    return new Document(
        digest, JSON.readTree(JsonTemplateMapper.toByteArray(pulled.getManifest())));
  }

  @Override
  public void copy(String digest, OutputStream to) throws IOException {
    try {
      var _ = client.pullBlob(DescriptorDigest.fromDigest(digest), _ -> {}, _ -> {}).writeTo(to);
    } catch (DigestException e) {
      throw new IOException(e);
    }
  }
}
