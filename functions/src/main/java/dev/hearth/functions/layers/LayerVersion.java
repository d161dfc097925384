package dev.hearth.functions.layers;

import dev.hearth.functions.store.StoredVersion.Code;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A published version of a layer; it never changes.
///
/// @param description may be empty
/// @param license as its publisher wrote it
/// @param runtimes that it says it works with; none where it says nothing
/// @param architectures likewise
/// @param code its archive
record LayerVersion(
    LayerName.Version name,
    String description,
    @Nullable String license,
    List<String> runtimes,
    List<String> architectures,
    Code code,
    Instant created) {}
