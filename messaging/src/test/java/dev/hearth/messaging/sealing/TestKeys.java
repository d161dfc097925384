package dev.hearth.messaging.sealing;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Payload;
import dev.hearth.kernel.ServiceException;
import dev.hearth.wire.Caller;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A KMS that keeps data keys in memory, tells what it was asked, and refuses as it is told.
public final class TestKeys implements KeyService {
  /// Somebody who may use every key.
  public static final KeyUser ANYBODY = user("anybody");

  /// What was asked, as `generate key in the name of caller`.
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /// By the name of a caller or of a key, the code that it is refused with.
  public final Map<String, String> refusals = new ConcurrentHashMap<>();

  private final Map<String, Made> made = new ConcurrentHashMap<>();

  /// Somebody of this name.
  public static KeyUser user(String name) {
    return KeyUser.of(
        new Caller(new AccountId("123456789012"), name, name, "AKIA" + name, Map.of()));
  }

  @Override
  public Made generate(String keyId, Arn resource, Caller caller) {
    ask("generate", keyId, caller.arn());
    var name = keyId + "/" + resource + "/" + made.size();
    var secret = new byte[32];
    secret[0] = (byte) made.size();
    var key = new Made(Payload.of(name), Payload.of(secret));
    made.put(name, key);
    return key;
  }

  @Override
  public byte[] open(Payload sealed, Arn resource, Caller caller) {
    return open(sealed, resource, caller.arn());
  }

  @Override
  public byte[] openKept(Payload sealed, Arn resource) {
    return open(sealed, resource, "the service");
  }

  private byte[] open(Payload sealed, Arn resource, String user) {
    var name = new String(sealed.bytes(), StandardCharsets.UTF_8);
    ask("open", name.substring(0, name.indexOf('/')), user);
    var key = made.get(name);
    if (key == null || !name.contains("/" + resource + "/")) {
      throw new ServiceException("InvalidCiphertextException", 400, "no such ciphertext");
    }
    return key.secret().bytes();
  }

  private void ask(String what, String keyId, String user) {
    asked.add(what + " " + keyId + " in the name of " + user);
    for (var name : List.of(keyId, user)) {
      var code = refusals.get(name);
      if (code != null) {
        throw new ServiceException(code, 400, name + " is refused");
      }
    }
  }
}
