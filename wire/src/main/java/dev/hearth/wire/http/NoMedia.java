package dev.hearth.wire.http;

import io.helidon.common.GenericType;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.http.media.EntityReader;
import io.helidon.http.media.EntityWriter;
import io.helidon.http.media.MediaContext;
import io.helidon.http.media.MediaContextConfig;

/// Content is bytes here, and nothing reads or writes it as anything else. Helidon's own context
/// would look for all it could read and write, a tenth of a start.
final class NoMedia implements MediaContext {
  @Override
  public <T> EntityReader<T> reader(GenericType<T> type, Headers headers) {
    throw unsupported();
  }

  @Override
  public <T> EntityReader<T> reader(GenericType<T> type, Headers request, Headers response) {
    throw unsupported();
  }

  @Override
  public <T> EntityWriter<T> writer(
      GenericType<T> type, Headers request, WritableHeaders<?> response) {
    throw unsupported();
  }

  @Override
  public <T> EntityWriter<T> writer(GenericType<T> type, WritableHeaders<?> request) {
    throw unsupported();
  }

  @Override
  public MediaContextConfig prototype() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("content is bytes");
  }
}
