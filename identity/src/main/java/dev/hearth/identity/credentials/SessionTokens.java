package dev.hearth.identity.credentials;

import dev.hearth.kernel.AccountId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns sessions into tokens and back. A token is the whole session, sealed: nothing is written
/// when a function starts, and every node that has the key can read it.
public final class SessionTokens {
  private static final int FORMAT = 2;

  /// Without what an identity provider said; such tokens live on for hours after an update.
  private static final int OLDER_FORMAT = 1;

  private final Seal seal;

  public SessionTokens(Seal seal) {
    this.seal = seal;
  }

  /// The token of a session, bound to its access key id.
  public String token(Session session) {
    var sealed = seal.seal(purpose(session.accessKeyId()), encode(session));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /// The session of a token; nothing where it is no token of ours, was changed, or belongs to
  /// another access key id. Whether it has expired is not looked at.
  public Optional<Session> open(String accessKeyId, String token) {
    try {
      return seal.open(purpose(accessKeyId), Base64.getUrlDecoder().decode(token))
          .map(plain -> decode(accessKeyId, plain));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not base64
    }
  }

  private static String purpose(String accessKeyId) {
    return "session:" + accessKeyId;
  }

  private static byte[] encode(Session session) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(session.secret());
      out.writeUTF(session.account().digits());
      out.writeUTF(session.principalId());
      out.writeUTF(session.name());
      out.writeLong(session.issuedAt().toEpochMilli());
      out.writeLong(session.expiration().toEpochMilli());
      writeAll(out, session.policies());
      writeAll(out, List.copyOf(session.tags().keySet()));
      writeAll(out, List.copyOf(session.tags().values()));
      writeAll(out, session.transitiveTags());
      out.writeUTF(session.sourceIdentity());
      writeAll(out, List.copyOf(session.federation().keySet()));
      writeAll(out, List.copyOf(session.federation().values()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  private static Session decode(String accessKeyId, byte[] plain) {
    try (var in = new DataInputStream(new ByteArrayInputStream(plain))) {
      int format = in.readByte();
      if (format != FORMAT && format != OLDER_FORMAT) {
        throw new IOException("format " + format + " (expected: " + FORMAT + ")");
      }
      return new Session(
          accessKeyId,
          in.readUTF(),
          new AccountId(in.readUTF()),
          in.readUTF(),
          in.readUTF(),
          Instant.ofEpochMilli(in.readLong()),
          Instant.ofEpochMilli(in.readLong()),
          readAll(in),
          zip(readAll(in), readAll(in)),
          readAll(in),
          in.readUTF(),
          format == OLDER_FORMAT ? Map.of() : zip(readAll(in), readAll(in)));
    } catch (IOException e) {
      throw new UncheckedIOException("a sealed session cannot be read", e); // so we wrote it badly
    }
  }

  private static void writeAll(DataOutputStream out, List<String> texts) throws IOException {
    out.writeShort(texts.size());
    for (var text : texts) {
      out.writeUTF(text);
    }
  }

  private static List<String> readAll(DataInputStream in) throws IOException {
    int size = in.readUnsignedShort();
    var texts = new ArrayList<String>(size);
    for (int i = 0; i < size; i++) {
      texts.add(in.readUTF());
    }
    return List.copyOf(texts);
  }

  private static Map<String, String> zip(List<String> keys, List<String> values) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    return map;
  }
}
