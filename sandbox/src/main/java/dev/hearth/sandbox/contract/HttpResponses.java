package dev.hearth.sandbox.contract;

import dev.hearth.sandbox.web.WebAnswer;
import dev.hearth.sandbox.web.WebRequest.Field;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Reads the response that a program inside sends on one connection.
final class HttpResponses extends HttpMessages {
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final Events events;
  private final HttpParser parser;

  HttpResponses(ReadableByteChannel channel) {
    var responses = new Events();
    super(channel, responses);
    events = responses;
    // Its own limit is for trailers: of a response it tells a long head by a failed assertion.
    parser = new HttpParser(responses, 2 * MAX_HEADER_BYTES);
    parser.setHeaderCacheSize(NO_CACHE);
  }

  @Override
  long mostHeadBytes() {
    return MAX_HEADER_BYTES;
  }

  @Override
  HttpParser parser() {
    return parser;
  }

  /// Reads status and headers, those of interim responses left out.
  ///
  /// @param toHead whether the request was a HEAD, whose response says what a body it has not
  /// @throws IOException when the program hangs up before, or sends what is none
  WebAnswer head(boolean toHead) throws IOException {
    do {
      reset();
      parser.setHeadResponse(toHead);
      if (!readHead()) {
        throw new IOException("it hung up before it had answered");
      }
    } while (events.status < 200 && events.status != SWITCHING_PROTOCOLS);
    if (events.status == SWITCHING_PROTOCOLS) {
      throw new IOException("it switched to another protocol");
    }
    var fields =
        events.fields.stream()
            .map(field -> new Field(field.getName(), String.valueOf(field.getValue())))
            .toList();
    return new WebAnswer(events.status, events.reason, fields);
  }

  @Override
  boolean endsByHangingUp() throws IOException {
    parser.atEOF();
    parser.parseNext(buffer);
    check();
    return events.complete;
  }

  private static final class Events extends HttpMessages.Events
      implements HttpParser.ResponseHandler {
    private int status;
    private String reason = "";

    @Override
    public void startResponse(HttpVersion version, int status, @Nullable String reason) {
      this.status = status;
      this.reason = reason == null ? "" : reason;
    }
  }
}
