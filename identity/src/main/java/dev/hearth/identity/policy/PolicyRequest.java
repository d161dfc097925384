package dev.hearth.identity.policy;

import java.util.Locale;

/// What is asked of policies: may `requester` do `action` to `resource`?
///
/// @param action such as `lambda:InvokeFunction`
/// @param loweredAction the same in lower case, for actions are told apart without regard to case
/// @param resource an ARN, or `*` where the action has no resource
public record PolicyRequest(
    String action, String loweredAction, String resource, Requester requester, Keys keys) {

  public PolicyRequest(String action, String resource, Requester requester, Keys keys) {
    this(action, action.toLowerCase(Locale.ROOT), resource, requester, keys);
  }
}
