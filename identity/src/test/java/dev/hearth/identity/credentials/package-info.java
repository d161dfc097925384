/// Tests of what seals secrets.
@NullMarked
package dev.hearth.identity.credentials;

import org.jspecify.annotations.NullMarked;
