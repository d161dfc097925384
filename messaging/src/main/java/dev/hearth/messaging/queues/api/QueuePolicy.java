package dev.hearth.messaging.queues.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.queues.QueueErrors;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A queue's policy as AddPermission and RemovePermission change it.
final class QueuePolicy {
  /// Source: `AddPermission`.
  private static final int MOST_ACTIONS = 7;

  /// Source: SQS Developer Guide, "Policy quotas".
  private static final int MOST_STATEMENTS = 20;

  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_-]{1,80}");
  private static final Set<String> ACTIONS =
      Set.of(
          "*",
          "ChangeMessageVisibility",
          "DeleteMessage",
          "GetQueueAttributes",
          "GetQueueUrl",
          "ListDeadLetterSourceQueues",
          "PurgeQueue",
          "ReceiveMessage",
          "SendMessage");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root;

  private QueuePolicy(ObjectNode root) {
    this.root = root;
  }

  /// @param document null for a queue without a policy
  static QueuePolicy of(Arn queue, @Nullable String document) {
    try {
      if (document != null && JSON.readTree(document) instanceof ObjectNode root) {
        return new QueuePolicy(root);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored policy is damaged", e);
    }
    var root = JSON.createObjectNode();
    root.put("Version", "2008-10-17").put("Id", queue + "/SQSDefaultPolicy");
    return new QueuePolicy(root);
  }

  /// @throws ServiceException as `AddPermission` refuses
  static ObjectNode statement(
      Arn queue, String label, List<String> accounts, List<String> actions) {
    if (!LABEL.matcher(label).matches()) {
      throw QueueErrors.invalidParameter(
          label,
          "Label",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    if (accounts.isEmpty()) {
      throw QueueErrors.missingParameter("AWSAccountIds");
    }
    if (actions.isEmpty()) {
      throw QueueErrors.missingParameter("Actions");
    }
    if (actions.size() > MOST_ACTIONS) {
      throw new ServiceException(
          "OverLimit",
          403,
          "%d Actions were found, maximum allowed is %d.".formatted(actions.size(), MOST_ACTIONS));
    }
    var statement = JSON.createObjectNode();
    statement.put("Sid", label).put("Effect", "Allow");
    var principals = statement.putObject("Principal").putArray("AWS");
    for (var account : accounts) {
      if (!AccountId.isValid(account)) {
        throw QueueErrors.invalidParameter(account, "PrincipalId", "Unable to verify.");
      }
      principals.add("arn:aws:iam::" + account + ":root");
    }
    var names = statement.putArray("Action");
    for (var action : actions) {
      if (!ACTIONS.contains(action)) {
        throw QueueErrors.invalidParameter(
            "SQS:" + action,
            "ActionName",
            "Only the queue owner is allowed to invoke this action.");
      }
      names.add("SQS:" + action);
    }
    statement.put("Resource", queue.toString());
    return statement;
  }

  QueuePolicy add(ObjectNode statement) {
    var statements = statements();
    if (find(statement.path("Sid").asText()) >= 0) {
      throw QueueErrors.invalidParameter(
          statement.path("Sid").asText(), "Label", "Already exists.");
    }
    if (statements.size() >= MOST_STATEMENTS) {
      throw new ServiceException(
          "OverLimit", 403, "A policy can have %d statements.".formatted(MOST_STATEMENTS));
    }
    statements.add(statement);
    return this;
  }

  QueuePolicy remove(String label) {
    int index = find(label);
    if (index < 0) {
      throw QueueErrors.invalidParameter(label, "Label", "can't find label on existing policy.");
    }
    statements().remove(index);
    return this;
  }

  private int find(String label) {
    var statements = statements();
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).path("Sid").asText().equals(label)) {
        return i;
      }
    }
    return -1;
  }

  private ArrayNode statements() {
    var found = root.get("Statement");
    if (found instanceof ArrayNode array) {
      return array;
    }
    var array = root.putArray("Statement");
    if (found != null) {
      array.add(found);
    }
    return array;
  }

  boolean isEmpty() {
    return statements().isEmpty();
  }

  String document() {
    return root.toString();
  }
}
