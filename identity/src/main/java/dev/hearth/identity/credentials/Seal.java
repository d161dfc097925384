package dev.hearth.identity.credentials;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.XChaCha20Poly1305;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;

/// Encrypts what only Hearth may read, and notices every change to it.
///
/// The key is in a file of the data folder that only its owner can read. Nodes that share a
/// database share the key, so that each reads what another sealed.
public final class Seal {
  private static final int KEY_BYTES = 32;

  // Nonces of 192 bits are drawn at random without a limit on how many. Tink's keyset layer is left
  // out on purpose: it would load protobuf, 0.6 s of every start.
  private final Aead aead;

  private Seal(byte[] key) throws GeneralSecurityException {
    this.aead = new XChaCha20Poly1305(key);
  }

  /// With a key that is at hand.
  ///
  /// @param key 32 bytes
  public static Seal of(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes (expected: 32)");
    }
    try {
      return new Seal(key.clone());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no ChaCha20", e);
    }
  }

  /// Reads the key, or makes it at the first start.
  ///
  /// @throws UncheckedIOException where the file cannot be read or written, or is damaged
  public static Seal open(Path file, SecureRandom random) {
    try {
      return new Seal(key(file, random));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the sealing key " + file, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no ChaCha20", e);
    }
  }

  /// Reads a key that another one seals, or makes it at the first start. One that an earlier Hearth
  /// left open is sealed from now on.
  ///
  /// @param master seals the file
  /// @throws UncheckedIOException where the file cannot be read or written, is damaged, or is
  ///   sealed by another key
  public static Seal open(Path file, SecureRandom random, Seal master) {
    var purpose = "key:" + file.getFileName();
    try {
      if (Files.exists(file)) {
        var kept = Files.readAllBytes(file);
        if (kept.length != KEY_BYTES) {
          return of(
              master
                  .open(purpose, kept)
                  .orElseThrow(
                      () -> new IOException("it is damaged, or another key sealed it: " + file)));
        }
        PrivateFile.write(file, master.seal(purpose, kept));
        return of(kept);
      }
      var key = new byte[KEY_BYTES];
      random.nextBytes(key);
      PrivateFile.write(file, master.seal(purpose, key));
      return of(key);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the sealing key " + file, e);
    }
  }

  private static byte[] key(Path file, SecureRandom random) throws IOException {
    try {
      var key = Files.readAllBytes(file);
      if (key.length != KEY_BYTES) {
        throw new IOException(file + " is damaged: " + key.length + " bytes (expected: 32)");
      }
      return key;
    } catch (NoSuchFileException _) {
      var key = new byte[KEY_BYTES];
      random.nextBytes(key);
      PrivateFile.write(file, key);
      return key;
    }
  }

  /// Encrypts `plain` for one purpose.
  ///
  /// @param purpose what it is and of whom; it opens for no other
  public byte[] seal(String purpose, byte[] plain) {
    try {
      return aead.encrypt(plain, purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal", e);
    }
  }

  /// Decrypts, or answers nothing where it was changed, or sealed by another key or purpose.
  public Optional<byte[]> open(String purpose, byte[] sealed) {
    try {
      return Optional.of(aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }
}
