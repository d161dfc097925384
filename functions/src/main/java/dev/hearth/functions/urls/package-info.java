/// Function URLs: addresses at which HTTP clients reach a function or an alias of it.
///
/// Start with [dev.hearth.functions.urls.UrlOperations] and
/// [dev.hearth.functions.urls.CreateFunctionUrlConfig]. Here is what is configured; serving such an
/// address is the gateway's, and this package must not know how. Source: AWS Lambda Developer
/// Guide, "Creating and managing Lambda function URLs".
@NullMarked
package dev.hearth.functions.urls;

import org.jspecify.annotations.NullMarked;
