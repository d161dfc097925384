/// The catalogue of functions: versions, settings, code packages; and the Lambda operations on
/// them.
///
/// Start with [dev.hearth.functions.Functions]. The operations are in `api`, SQL in `store`, code
/// archives in `code`. This part must not know how or when a function runs.
@NullMarked
package dev.hearth.functions;

import org.jspecify.annotations.NullMarked;
