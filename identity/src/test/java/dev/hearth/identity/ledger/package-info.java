@NullMarked
package dev.hearth.identity.ledger;

import org.jspecify.annotations.NullMarked;
