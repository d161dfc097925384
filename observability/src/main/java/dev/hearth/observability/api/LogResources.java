package dev.hearth.observability.api;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.observability.store.LogGroup;
import dev.hearth.observability.store.LogGroups;
import dev.hearth.observability.store.LogStream;
import dev.hearth.observability.store.LogStreams;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Finds the groups and streams that requests name, and says what access to them is called.
final class LogResources {
  private static final String GROUP = "log-group:";

  private LogResources() {}

  /// The caller's group of this name.
  static LogGroup group(Handle sql, Call call, String name) {
    return new LogGroups(sql)
        .find(call.account(), call.region(), name)
        .orElseThrow(() -> notFound("The specified log group does not exist."));
  }

  /// The group's stream of this name.
  static LogStream stream(Handle sql, LogGroup group, String name) {
    return new LogStreams(sql)
        .find(group, name)
        .orElseThrow(() -> notFound("The specified log stream does not exist."));
  }

  /// The name of the group in a request that has either its name or its identifier.
  static String groupName(@Nullable String name, @Nullable String identifier, Call call) {
    if (name != null && identifier != null) {
      throw invalid("Specify either logGroupName or logGroupIdentifier, but not both.");
    }
    if (name == null && identifier == null) {
      throw invalid("Specify either logGroupName or logGroupIdentifier.");
    }
    return name != null ? name : groupName(String.valueOf(identifier), call);
  }

  /// The name of the group that an identifier, a name or an ARN, stands for.
  static String groupName(String identifier, Call call) {
    if (!identifier.startsWith("arn:")) {
      return identifier;
    }
    var arn = Arn.parse(identifier).orElseThrow(() -> invalid("Invalid ARN: " + identifier));
    if (!arn.service().equals("logs") || !arn.resource().startsWith(GROUP)) {
      throw invalid("Invalid log group ARN: " + identifier);
    }
    if (arn.resource().endsWith("*")) {
      throw invalid("The log group ARN can't end with an asterisk (*): " + identifier);
    }
    if (!arn.account().equals(call.account().digits())
        || !arn.region().equals(call.region().name())) {
      throw notFound("The specified log group does not exist.");
    }
    return arn.resource().substring(GROUP.length());
  }

  /// Access to a group. The resource ends so that the `…:log-group:name:*` of policies covers it:
  /// that is how AWS names groups for all actions but those on tags.
  static Access accessToGroup(Call call, String name) {
    return Access.to(action(call), group(call, name) + ":log-stream:");
  }

  /// Access to a stream of a group.
  static Access accessToStream(Call call, String group, String stream) {
    return Access.to(action(call), group(call, group) + ":log-stream:" + stream);
  }

  /// Access to a group's tags.
  static Access accessToTags(Call call, String name) {
    return Access.to(action(call), group(call, name));
  }

  static Arn group(Call call, String name) {
    return Arn.of("logs", call.region(), call.account(), GROUP + name);
  }

  private static String action(Call call) {
    return "logs:" + call.operation();
  }

  static ServiceException invalid(String message) {
    return new ServiceException("InvalidParameterException", 400, message);
  }

  static ServiceException notFound(String message) {
    return new ServiceException("ResourceNotFoundException", 400, message);
  }

  static ServiceException alreadyExists(String message) {
    return new ServiceException("ResourceAlreadyExistsException", 400, message);
  }
}
