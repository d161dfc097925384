package dev.hearth.functions.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.ServiceException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDownloadTest {
  private static final URI ENDPOINT = URI.create("http://127.0.0.1:4566");

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private CodeStore store;
  private CodeLease lease;
  private CodeDownload downloads;

  @BeforeEach
  void open() {
    store = new CodeStore(folder, _ -> false, Runnable::run);
    lease = store.store(ByteBuffer.wrap(new RawZip().file("app.py", "x").bytes()));
    downloads = reopened();
  }

  private CodeDownload reopened() {
    return CodeDownload.open(store, folder.resolve("key"), new SecureRandom(), () -> now);
  }

  @Test
  void aLinkLeadsToTheArchive() {
    var link = downloads.link(ENDPOINT, lease.sha256());
    assertThat(link.toString()).startsWith("http://127.0.0.1:4566/_hearth/code/");
    assertThat(downloads.open(link.getPath(), link.getQuery()))
        .isEqualTo(store.archive(lease.sha256()));
  }

  @Test
  void aLinkIsValidForTenMinutes() {
    var link = downloads.link(ENDPOINT, lease.sha256());
    now = now.plus(Duration.ofMinutes(10));
    assertThat(downloads.open(link.getPath(), link.getQuery())).exists();
    now = now.plusSeconds(1);
    assertThat(refusal(link.getPath(), link.getQuery())).hasMessage("Request has expired");
  }

  @Test
  void aLinkStaysValidOverARestart() {
    var link = downloads.link(ENDPOINT, lease.sha256());
    assertThat(reopened().open(link.getPath(), link.getQuery())).exists();
  }

  @Test
  void aLinkWithALaterTimeOrAnotherPathIsRefused() {
    var link = downloads.link(ENDPOINT, lease.sha256());
    var later = link.getQuery().replaceFirst("expires=[0-9]+", "expires=99999999999");
    assertThat(refusal(link.getPath(), later)).hasMessageContaining("does not match");
    var other = link.getPath().replaceFirst(".$", "_");
    assertThat(refusal(other, link.getQuery())).hasMessageContaining("does not match");
    assertThat(refusal(link.getPath(), "")).hasMessageContaining("no link");
    assertThat(refusal(link.getPath(), later).status()).isEqualTo(403);
  }

  @Test
  void aPackageThatWasCollectedIsNotFound() {
    var link = downloads.link(ENDPOINT, lease.sha256());
    store.collect(lease.sha256());
    lease.close();
    var refusal = refusal(link.getPath(), link.getQuery());
    assertThat(refusal.code()).isEqualTo("NoSuchKey");
    assertThat(refusal.status()).isEqualTo(404);
  }

  @Test
  void theKeyIsForItsOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(folder.resolve("key")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  private ServiceException refusal(String path, String query) {
    return catchThrowableOfType(ServiceException.class, () -> downloads.open(path, query));
  }
}
