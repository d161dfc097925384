package dev.hearth.wire;

import java.util.List;

/// The implemented operations of one AWS service; those of its model that are missing answer 501.
///
/// @param name the SDK's package name, such as `lambda` or `cloudwatchlogs`
/// @param operations one object for each operation
public record Service(String name, List<? extends ServiceOperation<?>> operations) {}
