package dev.hearth.messaging.queues.api;

import dev.hearth.messaging.queues.Queue;
import dev.hearth.messaging.queues.QueueErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One page of a list of queues.
final class QueuePage {
  private static final int MOST = 1_000;

  private final int most;
  private final boolean asked;
  private final String after;
  private @Nullable String next;

  private QueuePage(int most, boolean asked, String after) {
    this.most = most;
    this.asked = asked;
    this.after = after;
  }

  static QueuePage of(@Nullable Integer maxResults, @Nullable String token) {
    return new QueuePage(
        Numbers.between("MaxResults", maxResults, 1, MOST, MOST),
        maxResults != null,
        token == null ? "" : name(token));
  }

  private static String name(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw QueueErrors.invalidParameter("Invalid or expired next token.");
    }
  }

  /// @param list queues behind a name, up to a number
  List<Queue> read(BiFunction<String, Integer, List<Queue>> list) {
    var found = list.apply(after, most + 1);
    if (found.size() <= most) {
      return found;
    }
    var page = found.subList(0, most);
    // A client that set no limit does not expect to be given a token.
    next =
        asked
            ? Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(page.getLast().name().getBytes(StandardCharsets.UTF_8))
            : null;
    return page;
  }

  /// The token of the page behind it; null at the end.
  @Nullable String next() {
    return next;
  }
}
