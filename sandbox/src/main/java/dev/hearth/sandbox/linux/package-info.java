/// What the drivers ask of the Linux kernel: namespaces, mounts, child processes, control groups,
/// system-call filters.
///
/// Start with [dev.hearth.sandbox.linux.NamespaceThread], the only place from which this process
/// looks into a sandbox's namespaces. [dev.hearth.sandbox.linux.Native] binds the C library. This
/// package must not know runtimes, functions or any policy.
@NullMarked
package dev.hearth.sandbox.linux;

import org.jspecify.annotations.NullMarked;
