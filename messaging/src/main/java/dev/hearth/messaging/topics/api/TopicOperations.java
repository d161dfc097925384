package dev.hearth.messaging.topics.api;

import dev.hearth.messaging.topics.delivery.Confirmations;
import dev.hearth.messaging.topics.delivery.Outbox;
import dev.hearth.messaging.topics.delivery.Publisher;
import dev.hearth.messaging.topics.store.TopicStore;
import dev.hearth.wire.RefusedOperation;
import dev.hearth.wire.Service;
import dev.hearth.wire.ServiceOperation;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// All operations of the service `sns`.
public final class TopicOperations {
  private static final String NO_SANDBOX =
      "Hearth writes SMS to its outbox, and has no SMS sandbox to leave.";

  private TopicOperations() {}

  /// @param ids UUIDs
  public static Service of(
      TopicStore store,
      Publisher publisher,
      Confirmations confirmations,
      Outbox outbox,
      Supplier<String> ids,
      SecureRandom random,
      InstantSource clock) {
    var access = new TopicAccess(store);
    var tokens = new Tokens(random, clock);
    return new Service(
        "sns",
        List.<ServiceOperation<?>>of(
            new AddPermission(store, access),
            new CheckIfPhoneNumberIsOptedOut(),
            new ConfirmSubscription(store, access, tokens),
            new CreatePlatformApplication(store),
            new CreatePlatformEndpoint(store),
            refused("CreateSMSSandboxPhoneNumber"),
            new CreateTopic(store, access),
            new DeleteEndpoint(store),
            new DeletePlatformApplication(store),
            refused("DeleteSMSSandboxPhoneNumber"),
            new DeleteTopic(store, access),
            new GetDataProtectionPolicy(store, access),
            new GetEndpointAttributes(store),
            new GetPlatformApplicationAttributes(store),
            new GetSMSAttributes(store),
            new GetSMSSandboxAccountStatus(),
            new GetSubscriptionAttributes(store),
            new GetTopicAttributes(store, access),
            new ListEndpointsByPlatformApplication(store),
            new ListOriginationNumbers(),
            new ListPhoneNumbersOptedOut(),
            new ListPlatformApplications(store),
            refused("ListSMSSandboxPhoneNumbers"),
            new ListSubscriptions(store),
            new ListSubscriptionsByTopic(store, access),
            new ListTagsForResource(store, access),
            new ListTopics(store),
            new OptInPhoneNumber(),
            new Publish(store, access, publisher, outbox),
            new PublishBatch(access, publisher),
            new PutDataProtectionPolicy(store, access),
            new RemovePermission(store, access),
            new SetEndpointAttributes(store),
            new SetPlatformApplicationAttributes(store),
            new SetSMSAttributes(store),
            new SetSubscriptionAttributes(store),
            new SetTopicAttributes(store, access),
            new Subscribe(store, access, confirmations, tokens, ids),
            new TagResource(store, access),
            new Unsubscribe(store, confirmations, tokens),
            new UntagResource(store, access),
            refused("VerifySMSSandboxPhoneNumber")));
  }

  private static RefusedOperation refused(String name) {
    return new RefusedOperation(name, "UserError", NO_SANDBOX);
  }
}
