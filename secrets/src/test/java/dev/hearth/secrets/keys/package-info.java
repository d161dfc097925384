/// Tests of KMS.
@NullMarked
package dev.hearth.secrets.keys;

import org.jspecify.annotations.NullMarked;
