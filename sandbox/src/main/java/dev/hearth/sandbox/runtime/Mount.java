package dev.hearth.sandbox.runtime;

import java.nio.file.Path;

/// A folder that a runtime needs, read-only.
///
/// @param host where it is on this machine
/// @param inside where it is in a sandbox, such as `/var/runtime`
public record Mount(Path host, String inside) {}
