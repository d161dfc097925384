package dev.hearth.identity.ledger;

import dev.hearth.identity.policy.Explanation;
import dev.hearth.identity.policy.Requester;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;

/// Hears of every decision about a user, a role or an account's root, on the path of its request:
/// it returns at once.
public interface Decisions {
  /// Remembers nothing.
  Decisions NONE =
      new Decisions() {
        @Override
        public void allowed(Access.Need need, Call call, Requester requester) {}

        @Override
        public void denied(
            Access.Need need, Call call, Requester requester, Explanation explanation) {}
      };

  void allowed(Access.Need need, Call call, Requester requester);

  void denied(Access.Need need, Call call, Requester requester, Explanation explanation);
}
