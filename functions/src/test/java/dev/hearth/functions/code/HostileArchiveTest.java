package dev.hearth.functions.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.kernel.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileArchiveTest {
  @TempDir Path temporary;
  private Path folder;
  private CodeStore store;

  @BeforeEach
  void open() {
    folder = temporary.resolve("below/code");
    store = new CodeStore(folder, _ -> false, Runnable::run);
  }

  @Test
  void aNameThatClimbsOutIsRefused() throws IOException {
    refused(new RawZip().file("../escaped", "x"), "climbs out: ../escaped");
  }

  @Test
  void aNameThatClimbsOutFromAFolderIsRefused() throws IOException {
    refused(new RawZip().file("a/b/../../../escaped", "x"), "climbs out");
  }

  @Test
  void anAbsoluteNameIsRefused() throws IOException {
    refused(new RawZip().file("/etc/cron.d/x", "x"), "absolute name: /etc/cron.d/x");
  }

  @Test
  void aDriveLetterIsRefused() throws IOException {
    refused(new RawZip().file("C:autoexec.bat", "x"), "drive letter");
  }

  @Test
  void aBackslashIsRefused() throws IOException {
    refused(new RawZip().file("lib\\..\\..\\escaped", "x"), "backslash");
  }

  @Test
  void aNulInANameIsRefused() throws IOException {
    refused(new RawZip().file("app.py\0.txt", "x"), "NUL");
  }

  @Test
  void aNameThatNoFileSystemHoldsIsRefused() throws IOException {
    refused(new RawZip().file("a".repeat(256), "x"), "more than 255 bytes");
    refused(new RawZip().file("a/".repeat(600) + "b", "x"), "more than 1024 bytes");
    refused(new RawZip().file("a/".repeat(64) + "b", "x"), "nested more than 64 deep");
  }

  @Test
  void aNameThatIsNotTheUtf8ItClaimsToBeIsRefused() throws IOException {
    byte[] name = {(byte) 0xff, (byte) 0xfe, 'x'};
    refused(
        new RawZip()
            .file(
                "abc",
                "x",
                entry -> {
                  entry.name = name;
                  entry.localName = name;
                }),
        "not UTF-8");
  }

  @Test
  void anArchiveThatDeclaresTooMuchIsRefusedBeforeAnythingIsWritten() throws IOException {
    var zip = new RawZip();
    for (int i = 0; i < 3; i++) {
      zip.file("bomb" + i, "x", entry -> entry.size = 100_000_000);
    }
    refused(zip, "Unzipped size must be smaller than 262144000 bytes");
  }

  @Test
  void aMemberThatHoldsMoreThanItDeclaresIsRefused() throws IOException {
    refused(
        new RawZip().file("bomb", "0".repeat(1_000_000), entry -> entry.size = 100),
        "not as long as it declares: bomb");
  }

  @Test
  void aMemberThatHoldsLessThanItDeclaresIsRefused() throws IOException {
    refused(
        new RawZip().file("short", "0000", entry -> entry.size = 100),
        "not as long as it declares");
  }

  @Test
  void membersThatShareTheirDataAreRefused() throws IOException {
    refused(
        new RawZip()
            .file("a", "shared")
            .file(
                "a",
                "shared",
                entry -> {
                  entry.withoutLocalHeader = true;
                  entry.offset = 0;
                }),
        "share data");
  }

  @Test
  void aMemberWhoseDataIsTheNextMembersHeaderIsRefused() throws IOException {
    // The quoted overlap of the "better zip bomb": one member's stored data is another member.
    var inner = new RawZip().file("b", "kernel").bytes();
    var quoted = Arrays.copyOf(inner, 30 + 1 + RawZip.deflated("kernel".getBytes(UTF_8)).length);
    refused(
        new RawZip()
            .add(new RawZip.Entry("a", quoted, 0100644).stored(), _ -> {})
            .file(
                "b",
                "kernel",
                entry -> {
                  entry.withoutLocalHeader = true;
                  entry.offset = 31;
                }),
        "share data");
  }

  @Test
  void aDirectoryWithMoreEntriesThanItCountsIsRefused() throws IOException {
    refused(
        new RawZip().file("a", "x").file("b", "x").with(zip -> zip.count = 1),
        "more than the entries it counts");
  }

  @Test
  void aDirectoryWithFewerEntriesThanItCountsIsRefused() throws IOException {
    refused(new RawZip().file("a", "x").with(zip -> zip.count = 60_000), "fewer entries");
  }

  @Test
  void aDirectoryThatLiesElsewhereIsRefused() throws IOException {
    refused(
        new RawZip().file("a", "x").with(zip -> zip.directoryOffset = 5),
        "directory does not lie where its end says");
  }

  @Test
  void aLinkToAnAbsolutePathIsRefused() throws IOException {
    refused(new RawZip().link("passwd", "/etc/passwd"), "absolute or empty path: passwd");
  }

  @Test
  void aLinkThatLeadsOutIsRefused() throws IOException {
    refused(new RawZip().folder("a").link("a/up", "../../secret"), "leads out: a/up");
  }

  @Test
  void aLinkThatLeadsOutThroughAnotherLinkIsRefused() throws IOException {
    // "a/deep" is inside, and so, by its text alone, is "a/deep/../..", which is outside.
    refused(
        new RawZip().folder("b").link("a/deep", "../b").link("a/out", "deep/../../x"),
        "through another link: a/out");
  }

  @Test
  void aFileBelowALinkIsRefused() throws IOException {
    refused(new RawZip().link("a", "b").file("a/file", "x"), "there twice: a");
  }

  @Test
  void aLinkThatIsTooLongIsRefused() throws IOException {
    refused(new RawZip().link("a", "b".repeat(1025)), "a link of more than 1024 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0010644, 0020644, 0060644, 0140644})
  void aDeviceAPipeOrASocketIsRefused(int mode) throws IOException {
    refused(
        new RawZip().file("special", "", entry -> entry.mode = mode),
        "device, pipe or socket: special");
  }

  @Test
  void aFolderWithContentIsRefused() throws IOException {
    refused(new RawZip().file("a/", "content"), "folder with content");
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() throws IOException {
    refused(new RawZip().file("app.py", "good").file("app.py", "bad"), "there twice: app.py");
  }

  @Test
  void namesThatDifferOnlyInCaseAreRefused() throws IOException {
    refused(new RawZip().file("App.py", "x").file("app.py", "y"), "only in case");
    refused(new RawZip().file("Lib/a.py", "x").file("lib/b.py", "y"), "Lib and lib");
  }

  @Test
  void namesThatDifferOnlyInTheirUnicodeFormAreRefused() throws IOException {
    refused(new RawZip().file("caf\u00e9", "x").file("cafe\u0301", "y"), "Unicode form");
  }

  @Test
  void aNameThatIsBothAFileAndAFolderIsRefused() throws IOException {
    refused(new RawZip().file("a", "x").file("a/b", "y"), "there twice: a");
  }

  @Test
  void anEncryptedMemberIsRefused() throws IOException {
    refused(new RawZip().file("a", "x", entry -> entry.flags |= 1), "encrypted: a");
  }

  @Test
  void anotherCompressionThanDeflateIsRefused() throws IOException {
    refused(new RawZip().file("a", "x", entry -> entry.method = 12), "method 12");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = new RawZip().file("app.py", "print('hello')").file("b", "more").bytes();
    for (int length = 1; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "Could not unzip uploaded file");
    }
  }

  @Test
  void whatIsNoZipFileIsRefused() throws IOException {
    refused("#!/bin/sh\necho hello\n".getBytes(UTF_8), "not a zip file");
  }

  @Test
  void anArchiveWithoutMembersIsRefused() throws IOException {
    refused(new RawZip(), "Uploaded file must be a non-empty zip");
  }

  @Test
  void anArchiveFollowedByOtherDataIsRefused() throws IOException {
    byte[] zip = new RawZip().file("a", "x").bytes();
    refused(Arrays.copyOf(zip, zip.length + 7), "truncated, or not a zip file");
  }

  @Test
  void zip64IsRefused() throws IOException {
    refused(new RawZip().file("a", "x").with(zip -> zip.count = 0xffff), "zip64");
    refused(new RawZip().file("a", "x", entry -> entry.size = 0xffff_ffffL), "zip64");
    byte[] locator = Arrays.copyOf("PK\6\7".getBytes(UTF_8), 20);
    refused(new RawZip().file("a", "x").with(zip -> zip.beforeEnd = locator), "zip64");
  }

  @Test
  void anArchiveInSeveralPartsIsRefused() throws IOException {
    refused(new RawZip().file("a", "x").with(zip -> zip.part = 1), "several");
  }

  @Test
  void anotherArchiveHiddenInTheCommentIsRefused() throws IOException {
    byte[] hidden = new RawZip().bytes(); // an end without entries
    refused(new RawZip().file("a", "x").with(zip -> zip.comment = hidden), "two ends");
  }

  @Test
  void anHonestCommentIsNoReasonToRefuse() throws IOException {
    byte[] zip =
        new RawZip()
            .file("a", "x")
            .with(raw -> raw.comment = "built by me".getBytes(UTF_8))
            .bytes();
    try (var lease = store.store(ByteBuffer.wrap(zip))) {
      assertThat(lease.files().resolve("a")).hasContent("x");
    }
  }

  @Test
  void anotherNameBeforeTheDataThanInTheDirectoryIsRefused() throws IOException {
    refused(
        new RawZip().file("good", "x", entry -> entry.localName = "evil".getBytes(UTF_8)),
        "contradicts the header before the data: good");
  }

  @Test
  void anotherMethodBeforeTheDataThanInTheDirectoryIsRefused() throws IOException {
    refused(new RawZip().file("a", "x", entry -> entry.localMethod = 0), "contradicts the header");
  }

  @Test
  void anotherSizeBeforeTheDataThanInTheDirectoryIsRefused() throws IOException {
    refused(new RawZip().file("a", "x", entry -> entry.localSize = 7), "contradicts the header");
  }

  @Test
  void aMemberWhoseDataIsElsewhereIsRefused() throws IOException {
    refused(new RawZip().file("a", "x", entry -> entry.offset = 3), "data is missing: a");
    refused(new RawZip().file("a", "x", entry -> entry.packedSize = 5_000), "data is truncated: a");
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    refused(new RawZip().file("a", "x", entry -> entry.crc ^= 1), "checksum is wrong: a");
  }

  @Test
  void damagedDataIsRefused() throws IOException {
    refused(
        new RawZip().file("a", "some text", entry -> Arrays.fill(entry.packed, (byte) 0xff)),
        "data is damaged: a");
  }

  @Test
  void aStoredMemberOfTwoSizesIsRefused() throws IOException {
    refused(
        new RawZip()
            .add(new RawZip.Entry("a", "xyz".getBytes(UTF_8), 0100644).stored(), e -> e.size = 9),
        "sizes contradict each other");
  }

  @Test
  void noMutationOfAnArchiveWritesOutsideOrFailsOtherwiseThanByRefusal() throws IOException {
    byte[] whole =
        new RawZip()
            .folder("lib")
            .file("lib/app.py", "def handler(event, context): return event\n".repeat(20))
            .program("bootstrap", "#!/bin/sh\n")
            .link("lib/link", "../bootstrap")
            .bytes();
    var random = new Random(20_26);
    int accepted = 0;
    for (int i = 0; i < 1_500; i++) {
      byte[] mutated = whole.clone();
      for (int flips = random.nextInt(4) + 1; flips > 0; flips--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      try (var _ = store.store(ByteBuffer.wrap(mutated))) {
        accepted++;
      } catch (ServiceException e) {
        assertThat(e.code()).isEqualTo("InvalidParameterValueException");
      }
    }
    assertThat(accepted).isLessThan(1_000); // some bytes mean nothing, such as times
    assertNothingIsLeft();
  }

  private void refused(RawZip zip, String reason) throws IOException {
    refused(zip.bytes(), reason);
  }

  private void refused(byte[] zip, String reason) throws IOException {
    var refusal =
        catchThrowableOfType(ServiceException.class, () -> store.store(ByteBuffer.wrap(zip)));
    assertThat(refusal).isNotNull().hasMessageContaining(reason);
    assertThat(refusal.code()).isEqualTo("InvalidParameterValueException");
    assertThat(refusal.status()).isEqualTo(400);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    try (var files = Files.walk(temporary)) {
      assertThat(files.map(file -> temporary.relativize(file).toString()))
          .containsExactlyInAnyOrder("", "below", "below/code", "below/code/scratch");
    }
  }
}
