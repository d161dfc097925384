/// Functions that are web servers: any program that answers HTTP on a port of its own.
///
/// Start with [dev.hearth.sandbox.web.WebSettings], which tells whether a function is one, then
/// [dev.hearth.sandbox.web.WebRequest], what becomes of an event, and
/// [dev.hearth.sandbox.web.WebAnswer], what becomes of the program's response. Variables and
/// translation are those of the AWS Lambda Web Adapter, which nothing has to be taken from. This
/// package does no I/O and must not know how a sandbox is made; what speaks to the program is
/// `contract.WebAdapter`.
@NullMarked
package dev.hearth.sandbox.web;

import org.jspecify.annotations.NullMarked;
