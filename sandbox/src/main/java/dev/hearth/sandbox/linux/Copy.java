package dev.hearth.sandbox.linux;

/// A process that a template has made of itself and that waits for what it is to find around it: as
/// the template says, which may lie.
///
/// @param template the first process of the template's namespace for processes
/// @param process its number in that namespace
/// @param output its descriptor of the pipe that it will write to, for reading
/// @param exit its descriptor of the pipe that it will tell its exit status by, for reading
/// @param user the host's id of the user that the template and its copies run as
/// @param temporaryMebibytes the size of `/tmp`
/// @param keepsTemporary whether something is in the template's `/tmp`, which the copy begins with
/// @param group its control group
public record Copy(
    int template,
    int process,
    int output,
    int exit,
    int user,
    int temporaryMebibytes,
    boolean keepsTemporary,
    ControlGroup group) {}
