/// Tests of signing in elsewhere, against an issuer of HTTPS on this machine.
@NullMarked
package dev.hearth.identity.federation;

import org.jspecify.annotations.NullMarked;
