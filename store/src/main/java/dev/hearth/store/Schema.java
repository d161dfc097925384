package dev.hearth.store;

/// One part's tables: Flyway migrations `V1__….sql` in the part's resources, with a history of
/// their own.
///
/// @param part such as `functions`; migrations are in `/db/<part>/`
public record Schema(String part) {}
