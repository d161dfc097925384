/// The operations of Secrets Manager, one class each; start with
/// [dev.hearth.secrets.secrets.api.SecretsService].
@NullMarked
package dev.hearth.secrets.secrets.api;

import org.jspecify.annotations.NullMarked;
