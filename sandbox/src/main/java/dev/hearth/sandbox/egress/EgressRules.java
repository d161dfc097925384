package dev.hearth.sandbox.egress;

import dev.hearth.sandbox.rules.EgressList;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// What one sandbox may reach: what its node lets functions reach, less what its function's own
/// list leaves out. Until it is known whose sandbox it is, everybody who asks waits.
final class EgressRules {
  private final EgressPolicy policy;
  private final HostAddresses host;
  private final NamedAddresses named;
  private final CompletableFuture<EgressList.Source> function = new CompletableFuture<>();

  EgressRules(EgressPolicy policy, HostAddresses host, NamedAddresses named) {
    this.policy = policy;
    this.host = host;
    this.named = named;
  }

  /// Tells whose sandbox it is.
  void belongTo(EgressList.Source list) {
    function.complete(list);
  }

  /// It is nobody's any more: whoever waits is refused.
  void close() {
    function.completeExceptionally(new ClosedChannelException());
  }

  private @Nullable EgressList list() throws IOException {
    try {
      return function.join().current();
    } catch (CompletionException e) {
      throw new IOException("the sandbox has ended", e);
    } catch (RuntimeException e) {
      throw new IOException("what it may reach cannot be told now", e);
    }
  }

  boolean permit(InetSocketAddress target) throws IOException {
    var list = list();
    InetAddress address = target.getAddress();
    if (!(address instanceof Inet4Address inet4) || !policy.permits(inet4) || host.contain(inet4)) {
      return false;
    }
    return list == null
        || list.permits(
            inet4, target.getPort(), EgressPolicy.isPublic(inet4), named.namesOf(inet4));
  }

  /// Whether `name` may be asked for.
  boolean resolves(String name) throws IOException {
    if (!policy.resolves()) {
      return false;
    }
    var list = list();
    return list == null || list.resolves(name);
  }

  /// Keeps in mind what a name's addresses are, where it matters.
  void resolved(DnsQuestion question, ByteBuffer answer) throws IOException {
    var list = list();
    if (list != null && list.names(question.name())) {
      question.addresses(answer).forEach(address -> named.add(address, question.name()));
    }
  }
}
