/// The words of the system: accounts, regions, ARNs, sizes, errors. Values only.
///
/// Start with [dev.hearth.kernel.Arn] and [dev.hearth.kernel.ServiceException]. This package does
/// no I/O and must not know HTTP, SQL or any AWS service.
@NullMarked
package dev.hearth.kernel;

import org.jspecify.annotations.NullMarked;
