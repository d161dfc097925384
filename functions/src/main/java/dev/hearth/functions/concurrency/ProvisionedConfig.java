package dev.hearth.functions.concurrency;

import dev.hearth.functions.FunctionReference;
import java.time.Instant;

/// What is to be provisioned for a version or an alias.
///
/// @param function with the version's number or the alias as its qualifier
/// @param requested at least 1
record ProvisionedConfig(FunctionReference function, int requested, Instant lastModified) {}
