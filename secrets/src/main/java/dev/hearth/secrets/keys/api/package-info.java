/// The operations of KMS, one class each; start with [dev.hearth.secrets.keys.api.KmsService].
@NullMarked
package dev.hearth.secrets.keys.api;

import org.jspecify.annotations.NullMarked;
