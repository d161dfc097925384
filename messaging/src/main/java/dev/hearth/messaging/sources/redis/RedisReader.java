package dev.hearth.messaging.sources.redis;

import dev.hearth.kernel.Arn;
import dev.hearth.kernel.ServiceException;
import dev.hearth.messaging.mappings.StreamReader;
import dev.hearth.messaging.sources.registered.RegisteredSource;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;

/// One mapping's stream. It is read behind the position that Hearth stores; a consumer group of the
/// mapping's name is told how far that is, so that whoever looks after the stream sees it. The
/// group has no pending entries: what is not done with is read again.
final class RedisReader implements StreamReader {
  private static final System.Logger LOG = System.getLogger(RedisReader.class.getName());

  private static final int PATIENCE_MILLIS = 5_000;
  private static final String BEGINNING = "0-0";

  private final RegisteredSource server;
  private final Arn arn;
  private final String key;
  private final byte[] keyBytes;
  private final byte[] group;

  // One waits for entries while another is asked.
  private final Connection reading = new Connection();
  private final Connection asking = new Connection();

  /// @param group whom to tell how far this is
  RedisReader(RegisteredSource server, Arn arn, String key, String group) {
    this.server = server;
    this.arn = arn;
    this.key = key;
    keyBytes = bytes(key);
    this.group = bytes(group);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A connection that is made when it is needed, and anew after a failure.
  private final class Connection {
    private @Nullable Jedis open;

    synchronized <T> T call(Function<Jedis, T> command) {
      try {
        if (open == null) {
          open = connect();
        }
        return command.apply(open);
      } catch (JedisDataException e) { // the server says so
        throw refusal(String.valueOf(e.getMessage()));
      } catch (JedisException e) { // it names the server's address, the operator's business only
        close();
        if (!Thread.currentThread().isInterrupted()) {
          LOG.log(Level.WARNING, "The server {0} does not answer: {1}", server.name(), e);
        }
        throw refusal("It does not answer.");
      }
    }

    synchronized void close() {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }

  private Jedis connect() {
    var config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(PATIENCE_MILLIS)
            .socketTimeoutMillis(PATIENCE_MILLIS)
            .blockingSocketTimeoutMillis(2 * PATIENCE_MILLIS)
            .ssl(server.secure())
            .clientName("hearth");
    var tls = new SSLParameters();
    tls.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name the host
    config.sslParameters(tls);
    if (server.password() != null) {
      var user = server.user();
      config.user(user == null || user.isEmpty() ? null : user).password(server.password());
    }
    if (!server.path().isEmpty()) {
      config.database(database());
    }
    var jedis = new Jedis(server.host(), server.port(6379), config.build());
    try {
      jedis.connect();
      return jedis;
    } catch (JedisException e) {
      jedis.close();
      throw e;
    }
  }

  private int database() {
    try {
      return Integer.parseInt(server.path());
    } catch (NumberFormatException _) {
      throw new JedisDataException("The path of its URL is no number of a database.");
    }
  }

  @Override
  public List<Shard> shards(Arn stream) {
    var type = asking.call(jedis -> jedis.type(keyBytes));
    if (!type.equals("stream") && !type.equals("none")) { // it may come into being yet
      throw refusal("It is a " + type + ".");
    }
    return List.of(new Shard(key, List.of()));
  }

  @Override
  public String latest(Arn stream, String shard) {
    var last = asking.call(jedis -> jedis.xrevrange(keyBytes, bytes("+"), bytes("-"), 1));
    return last.isEmpty() ? BEGINNING : RedisEntry.of(last.getFirst()).id();
  }

  @Override
  public String horizon(Arn stream, String shard) {
    return BEGINNING;
  }

  /// Ids begin with the time in milliseconds.
  @Override
  public String at(Arn stream, String shard, Instant time) {
    long millis = time.toEpochMilli();
    return millis <= 0 ? BEGINNING : (millis - 1) + "-" + Long.toUnsignedString(-1);
  }

  @Override
  public int compare(String position, String other) {
    int dash = position.indexOf('-');
    int otherDash = other.indexOf('-');
    int byTime =
        Long.compareUnsigned(
            Long.parseUnsignedLong(position, 0, dash, 10),
            Long.parseUnsignedLong(other, 0, otherDash, 10));
    return byTime != 0
        ? byTime
        : Long.compareUnsigned(
            Long.parseUnsignedLong(position.substring(dash + 1)),
            Long.parseUnsignedLong(other.substring(otherDash + 1)));
  }

  @Override
  public Page read(Arn stream, String shard, String position, int most, Duration patience) {
    var entries = entries(position, most, patience);
    return new Page(
        entries.stream().map(entry -> entry.item(arn, key)).toList(),
        entries.isEmpty() ? position : entries.getLast().id(),
        false);
  }

  @SuppressWarnings("unchecked") // an array of the one pair of a key and a position
  private List<RedisEntry> entries(String position, int most, Duration patience) {
    var parameters = XReadParams.xReadParams().count(most);
    if (patience.toMillis() > 0) {
      parameters.block((int) Math.min(patience.toMillis(), PATIENCE_MILLIS));
    }
    var from = Map.entry(keyBytes, bytes(position));
    try {
      // Of each stream its key and its entries; nothing where there are none.
      var found = reading.call(jedis -> jedis.xread(parameters, from));
      if (found == null || found.isEmpty()) {
        return List.of();
      }
      var entries = (List<?>) ((List<?>) found.getFirst()).get(1);
      return entries.stream().map(RedisEntry::of).toList();
    } catch (ServiceException e) {
      if (Thread.currentThread().isInterrupted()) {
        return List.of(); // which closes the connection
      }
      throw e;
    }
  }

  @Override
  public void done(Arn stream, String shard, String position) {
    try {
      asking.call(
          jedis -> {
            try {
              return jedis.xgroupSetID(keyBytes, group, bytes(position));
            } catch (JedisDataException _) { // there is no such group yet
              return jedis.xgroupCreate(keyBytes, group, bytes(position), false);
            }
          });
    } catch (ServiceException _) {
      // What counts is stored already; the next time makes good for it.
    }
  }

  /// A refusal that the mapping's user is told.
  private ServiceException refusal(String why) {
    return new ServiceException(
        "ConnectionError",
        400,
        "The stream %s of %s cannot be read. %s".formatted(key, server.name(), why));
  }

  @Override
  public void close() {
    reading.close();
    asking.close();
  }
}
