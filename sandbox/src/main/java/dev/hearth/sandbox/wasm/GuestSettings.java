package dev.hearth.sandbox.wasm;

import dev.hearth.kernel.Payload;
import java.util.List;

/// What one run of a module is given.
///
/// @param event all that is on its standard input
/// @param arguments zero-terminated
/// @param environment zero-terminated, each `NAME=value`
/// @param memoryPages most that it may have, of 64 KiB
/// @param outputBytes most that it may answer
/// @param random its own
record GuestSettings(
    Payload event,
    List<byte[]> arguments,
    List<byte[]> environment,
    int memoryPages,
    int outputBytes,
    GuestRandom random) {}
