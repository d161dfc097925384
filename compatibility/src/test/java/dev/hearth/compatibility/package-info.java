/// Drives a running Hearth with clients that we did not write: the AWS SDKs for Java, Python and
/// JavaScript and the AWS CLI.
///
/// Start with [dev.hearth.compatibility.Cloud], which starts the one Hearth that all tests share.
/// Tests here know its endpoint and its administrator's key and nothing else.
@NullMarked
package dev.hearth.compatibility;

import org.jspecify.annotations.NullMarked;
