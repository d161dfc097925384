/// Plain HTTP in front of functions: whoever has a browser can call them.
///
/// Start with [dev.hearth.gateway.FunctionUrlRoute], one request from its address to its answer.
/// [dev.hearth.gateway.HttpEvent] makes the function's event of a request and
/// [dev.hearth.gateway.FunctionAnswer] an HTTP answer of what the function returned. This part must
/// not know how functions are stored or run. Source: AWS Lambda Developer Guide, "Lambda function
/// URLs".
@NullMarked
package dev.hearth.gateway;

import org.jspecify.annotations.NullMarked;
