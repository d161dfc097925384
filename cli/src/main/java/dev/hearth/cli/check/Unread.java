package dev.hearth.cli.check;

/// What could not be examined.
///
/// @param reason a sentence
public record Unread(Place place, String reason) implements Subject {}
