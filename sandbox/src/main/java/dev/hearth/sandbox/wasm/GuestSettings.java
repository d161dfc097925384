package dev.hearth.sandbox.wasm;

import java.util.List;

/// What one run of a module is given.
///
/// @param event all that is on its standard input
/// @param arguments zero-terminated
/// @param environment zero-terminated, each `NAME=value`
/// @param memoryPages most that it may have, of 64 KiB
/// @param outputBytes most that it may answer
/// @param seed of its chance
record GuestSettings(
    byte[] event,
    List<byte[]> arguments,
    List<byte[]> environment,
    int memoryPages,
    int outputBytes,
    byte[] seed) {}
