/// The catalogue of functions: versions, settings, code packages; and the Lambda operations on
/// them.
///
/// Start with [dev.hearth.functions.Functions], which those who run functions see. The operations
/// are in `api`, where `FunctionsPart` puts this part together; `catalogue` decides what may change
/// and when it is ready; SQL is in `store`, code archives in `code`. This part must not know how or
/// when a function runs.
@NullMarked
package dev.hearth.functions;

import org.jspecify.annotations.NullMarked;
