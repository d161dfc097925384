package dev.hearth.cli.check;

/// What rules are shown, one at a time.
public sealed interface Subject
    permits CodeFile, Component, DeployedFunction, DeployedQueue, PolicyDocument, Unread {}
