/// Code packages: hostile archives are refused, the others kept by their content, unpacked once.
///
/// Start with [dev.hearth.functions.code.CodeStore]; [dev.hearth.functions.code.ZipArchive] reads
/// what users upload, [dev.hearth.functions.code.PackageTree] says what may lie where. This package
/// must not know functions, SQL or HTTP.
@NullMarked
package dev.hearth.functions.code;

import org.jspecify.annotations.NullMarked;
