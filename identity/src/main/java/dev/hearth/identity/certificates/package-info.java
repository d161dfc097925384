/// Certificates: made by a local authority, read from files, and put to use by TLS.
///
/// Start with [dev.hearth.identity.certificates.LocalAuthority] and
/// [dev.hearth.identity.certificates.CertificateFiles]. This package must not know principals,
/// policies or SQL.
@NullMarked
package dev.hearth.identity.certificates;

import org.jspecify.annotations.NullMarked;
