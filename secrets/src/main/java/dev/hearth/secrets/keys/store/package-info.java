/// Keys, aliases and grants in SQL; start with [dev.hearth.secrets.keys.store.KeyStore]. This
/// package must not know what keys are used for.
@NullMarked
package dev.hearth.secrets.keys.store;

import org.jspecify.annotations.NullMarked;
