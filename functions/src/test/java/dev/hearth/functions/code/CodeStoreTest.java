package dev.hearth.functions.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.ServiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeStoreTest {
  @TempDir Path folder;
  private final Set<String> referenced = ConcurrentHashMap.newKeySet();

  private CodeStore open() {
    return new CodeStore(folder, referenced::contains, Runnable::run);
  }

  private static ByteBuffer zip(String content) {
    return ByteBuffer.wrap(new RawZip().file("app.py", content).bytes());
  }

  @Test
  void aPackageIsUnpackedForEveryUserToReadAndNoneToWrite() throws IOException {
    var zip =
        new RawZip()
            .folder("empty")
            .file("lib/data.txt", "data")
            .program("bootstrap", "#!/bin/sh\n")
            .file("setuid", "x", entry -> entry.mode = 0106755)
            .bytes();
    try (var lease = open().store(ByteBuffer.wrap(zip))) {
      assertThat(modes(lease.files()))
          .containsExactlyInAnyOrder(
              "rwxr-xr-x ",
              "rwxr-xr-x empty",
              "rwxr-xr-x lib",
              "r--r--r-- lib/data.txt",
              "r-xr-xr-x bootstrap",
              "r-xr-xr-x setuid");
      assertThat(lease.files().resolve("lib/data.txt")).hasContent("data");
    }
  }

  @Test
  void aFileOfAnArchiveWithoutUnixModesIsExecutable() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("bootstrap"));
      out.write("#!/bin/sh\n".getBytes(UTF_8));
    }
    try (var lease = open().store(ByteBuffer.wrap(bytes.toByteArray()))) {
      assertThat(modes(lease.files())).contains("r-xr-xr-x bootstrap");
    }
  }

  @Test
  void linksThatStayInsideAreKept() throws IOException {
    var zip =
        new RawZip()
            .file("lib/libx.so.1", "library")
            .link("lib/libx.so", "libx.so.1")
            .link("current", "./lib")
            .link("bin/x", "../lib/libx.so")
            .bytes();
    try (var lease = open().store(ByteBuffer.wrap(zip))) {
      assertThat(lease.files().resolve("bin/x")).isSymbolicLink().hasContent("library");
      assertThat(lease.files().resolve("current/libx.so.1")).hasContent("library");
    }
  }

  @Test
  void theHashIsThatOfTheArchiveAndTheArchiveIsKeptAsItCame() throws Exception {
    byte[] zip = new RawZip().file("app.py", "print('hello')").bytes();
    var store = open();
    try (var lease = store.store(ByteBuffer.wrap(zip))) {
      var digest = MessageDigest.getInstance("SHA-256").digest(zip);
      assertThat(lease.sha256()).isEqualTo(Base64.getEncoder().encodeToString(digest));
      assertThat(store.archive(lease.sha256())).hasBinaryContent(zip);
      assertThat(store.archive(lease.sha256()))
          .hasParent(folder.resolve(HexFormat.of().formatHex(digest)));
    }
  }

  @Test
  void theSameArchiveTwiceIsStoredOnce() throws IOException {
    var store = open();
    try (var first = store.store(zip("same"));
        var second = store.store(zip("same"))) {
      assertThat(second.files()).isEqualTo(first.files());
      assertThat(packages()).hasSize(1);
    }
  }

  @Test
  void theSameArchiveFromManyAtOnceIsStoredOnce() throws Exception {
    var store = open();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var uploads = new ArrayList<Callable<CodeLease>>();
      for (int i = 0; i < 20; i++) {
        uploads.add(() -> store.store(zip("same")));
      }
      for (var lease : threads.invokeAll(uploads)) {
        assertThat(lease.get().files().resolve("app.py")).hasContent("same");
      }
    }
    assertThat(packages()).hasSize(1);
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void anUploadThatNoFunctionCameToReferToGoesWithItsLease() throws IOException {
    open().store(zip("refused")).close();
    assertThat(packages()).isEmpty();
  }

  @Test
  void aPackageThatAFunctionRefersToIsNotCollected() throws IOException {
    var store = open();
    var lease = store.store(zip("kept"));
    referenced.add(lease.sha256());
    lease.close();
    store.collect(lease.sha256());
    store.collectAll();
    assertThat(lease.files().resolve("app.py")).hasContent("kept");
  }

  @Test
  void aLeasedPackageIsCollectedOnlyWhenTheLastLeaseIsClosed() throws IOException {
    var store = open();
    var first = store.store(zip("running"));
    var second = store.lease(first.sha256());
    store.collect(first.sha256());
    first.close();
    first.close(); // idempotent
    assertThat(second.files().resolve("app.py")).hasContent("running");
    second.close();
    assertThat(packages()).isEmpty();
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void aCollectedPackageCannotBeLeased() throws IOException {
    var store = open();
    var lease = store.store(zip("gone"));
    store.collect(lease.sha256());
    lease.close();
    assertThatThrownBy(() -> store.lease(lease.sha256())).isInstanceOf(MissingCodeException.class);
  }

  @Test
  void collectingAPackageFollowsNoLinkInIt() throws IOException {
    var store = open();
    var kept = store.store(zip("kept"));
    var lease = store.store(ByteBuffer.wrap(new RawZip().file("a/b", "x").link("c", "a").bytes()));
    // What no archive can bring: a link to a neighbour, as a function that broke out might leave.
    Files.createSymbolicLink(lease.files().resolve("neighbour"), kept.files());
    store.collect(lease.sha256());
    lease.close();
    assertThat(packages()).hasSize(1);
    assertThat(kept.files().resolve("app.py")).hasContent("kept");
    kept.close();
  }

  @Test
  void theStartRemovesWhatWasHalfStoredAndWhatNobodyRefersTo() throws IOException {
    var before = open();
    var kept = before.store(zip("kept"));
    referenced.add(kept.sha256());
    before.store(zip("orphan"));
    Files.createDirectories(folder.resolve("scratch/123/files"));
    Files.writeString(folder.resolve("scratch/123/files/half"), "x");

    var after = open();
    after.collectAll();

    assertThat(packages()).containsExactly(folder.resolve(hexadecimal(kept.sha256())));
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void filesThatACrashOfTheHostLostAreUnpackedAgain() throws IOException {
    var before = open();
    var lease =
        before.store(ByteBuffer.wrap(new RawZip().file("a.py", "aaa").file("b.py", "bbb").bytes()));
    Files.delete(lease.files().resolve("a.py"));
    Files.delete(lease.files().resolve("b.py"));
    Files.writeString(lease.files().resolve("b.py"), "b");

    try (var again = open().lease(lease.sha256())) {
      assertThat(again.files().resolve("a.py")).hasContent("aaa");
      assertThat(again.files().resolve("b.py")).hasContent("bbb");
    }
  }

  @Test
  void aFolderOfFilesThatIsGoneIsUnpackedAgain() throws IOException {
    var lease = open().store(zip("hello"));
    Files.move(lease.files(), folder.resolve("scratch/stolen"));
    try (var again = open().lease(lease.sha256())) {
      assertThat(again.files().resolve("app.py")).hasContent("hello");
    }
  }

  @Test
  void aDamagedArchiveIsMissingCodeAndNoCrash() throws IOException {
    var before = open();
    var lease = before.store(zip("hello"));
    Files.writeString(before.archive(lease.sha256()), "damaged");
    var store = open();
    assertThatThrownBy(() -> store.lease(lease.sha256())).isInstanceOf(MissingCodeException.class);
    store.collect(lease.sha256());
    assertThat(packages()).isEmpty(); // the failed lease holds nothing
  }

  @Test
  void theSameUploadAgainRepairsADamagedPackage() throws IOException {
    var before = open();
    var lease = before.store(zip("hello"));
    Files.writeString(before.archive(lease.sha256()), "damaged");
    Files.delete(lease.files().resolve("app.py"));
    var store = open();
    try (var again = store.store(zip("hello"))) {
      assertThat(again.files().resolve("app.py")).hasContent("hello");
      assertThat(store.archive(again.sha256()))
          .hasBinaryContent(new RawZip().file("app.py", "hello").bytes());
    }
  }

  @Test
  void aDiskThatRefusesToWriteIsAServerErrorAndLeavesNothing() throws IOException {
    var store = open();
    Files.delete(folder.resolve("scratch"));
    Files.writeString(folder.resolve("scratch"), "in the way");
    var failure = catchThrowableOfType(ServiceException.class, () -> store.store(zip("x")));
    assertThat(failure.code()).isEqualTo("ServiceException");
    assertThat(failure.status()).isEqualTo(500);
    assertThat(failure).hasMessageContaining("Nothing was changed");
    assertThat(packages()).isEmpty();
  }

  @Test
  void noOrderOfUploadsLeasesAndCollectionsTakesCodeThatIsUsed() throws Exception {
    var contents = 4;
    var store = open();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var workers = new ArrayList<Callable<Integer>>();
      for (int seed = 0; seed < 8; seed++) {
        var random = new Random(seed);
        workers.add(
            () -> {
              int used = 0;
              for (int i = 0; i < 100; i++) {
                var content = "content " + random.nextInt(contents);
                try (var lease = store.store(zip(content))) {
                  if (random.nextBoolean()) {
                    store.collect(lease.sha256());
                  }
                  assertThat(lease.files().resolve("app.py")).hasContent(content);
                  used++;
                }
              }
              return used;
            });
      }
      for (var worker : threads.invokeAll(workers)) {
        assertThat(worker.get()).isEqualTo(100);
      }
    }
    store.collectAll();
    assertThat(packages()).isEmpty();
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  private static String hexadecimal(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }

  private List<Path> packages() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().length() == 64).toList();
    }
  }

  private static List<String> modes(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      var modes = new ArrayList<String>();
      for (var file : files.toList()) {
        var permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        modes.add(permissions + " " + root.relativize(file));
      }
      return modes;
    }
  }
}
