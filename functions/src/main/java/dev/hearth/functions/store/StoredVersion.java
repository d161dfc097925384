package dev.hearth.functions.store;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Settings;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One version of a function.
///
/// @param function without a qualifier
/// @param number 0 for `$LATEST`
/// @param revision Lambda's `RevisionId`: changes whenever the user changes the version, and only
///   then
/// @param code the SHA-256 in base 64 of the archive, or of the image's manifest; and the archive's
///   size in bytes, 0 for images
/// @param lastUpdate null until the version has first been active
public record StoredVersion(
    FunctionReference function,
    long number,
    String revision,
    Settings settings,
    Map<String, String> environment,
    Code code,
    Instant lastModified,
    Status state,
    @Nullable Status lastUpdate,
    RuntimeUpdates runtimeUpdates) {

  /// `$LATEST` among the numbers.
  public static final long LATEST = 0;

  /// A stored package.
  public record Code(String sha256, long size) {}

  /// When the runtime is to be updated.
  ///
  /// @param on `Auto`, `FunctionUpdate` or `Manual`
  /// @param version an ARN with `Manual`, else null
  public record RuntimeUpdates(String on, @Nullable String version) {
    /// Lambda's default.
    public static final RuntimeUpdates AUTO = new RuntimeUpdates("Auto", null);
  }

  /// Whether it is initialised once and copied: a published version only.
  public boolean snapStarts() {
    return number != LATEST && settings.snapStarts();
  }

  /// `$LATEST` or the number.
  public String version() {
    return name(number);
  }

  /// `$LATEST` or the number.
  public static String name(long number) {
    return number == LATEST ? FunctionReference.LATEST : Long.toString(number);
  }

  /// Lambda's `CodeSha256`: of an archive in base 64, of an image's manifest in hexadecimal.
  public String codeSha256() {
    return settings.image() == null
        ? code.sha256()
        : HexFormat.of().formatHex(Base64.getDecoder().decode(code.sha256()));
  }

  /// The SHA-256 of each of its layers' archives, each once.
  public List<String> layers() {
    return settings.layers().stream().map(Settings.Layer::sha256).distinct().toList();
  }

  /// The SHA-256 of every archive that it needs: its own and its layers'.
  public List<String> archives() {
    return Stream.concat(Stream.of(code.sha256()), layers().stream()).distinct().toList();
  }

  /// The same as a version of another number.
  public StoredVersion numbered(long other, String newRevision) {
    return new StoredVersion(
        function,
        other,
        newRevision,
        settings,
        environment,
        code,
        lastModified,
        state,
        lastUpdate,
        runtimeUpdates);
  }

  /// The same with other settings and variables.
  public StoredVersion with(Settings newSettings, Map<String, String> newEnvironment) {
    return new StoredVersion(
        function,
        number,
        revision,
        newSettings,
        newEnvironment,
        code,
        lastModified,
        state,
        lastUpdate,
        runtimeUpdates);
  }

  /// The same with other code.
  public StoredVersion with(Code newCode) {
    return new StoredVersion(
        function,
        number,
        revision,
        settings,
        environment,
        newCode,
        lastModified,
        state,
        lastUpdate,
        runtimeUpdates);
  }

  /// The same in another state.
  public StoredVersion with(Status newState, @Nullable Status newLastUpdate) {
    return new StoredVersion(
        function,
        number,
        revision,
        settings,
        environment,
        code,
        lastModified,
        newState,
        newLastUpdate,
        runtimeUpdates);
  }

  /// The same with other updates of its runtime.
  public StoredVersion with(RuntimeUpdates newRuntimeUpdates) {
    return new StoredVersion(
        function,
        number,
        revision,
        settings,
        environment,
        code,
        lastModified,
        state,
        lastUpdate,
        newRuntimeUpdates);
  }

  /// The same as a change at `time` leaves it.
  public StoredVersion changed(String newRevision, Instant time) {
    return new StoredVersion(
        function,
        number,
        newRevision,
        settings,
        environment,
        code,
        time,
        state,
        lastUpdate,
        runtimeUpdates);
  }

  @Override
  public String toString() {
    return "StoredVersion[" + function.functionArn() + ":" + version() + "]"; // holds secrets
  }
}
