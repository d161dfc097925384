package dev.hearth.functions.images;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;

/// Gives the content of one repository of images.
interface ImageSource {
  /// The largest manifest, index or configuration, in bytes; registries have the same limit.
  int MAX_DOCUMENT = 4 << 20;

  /// A manifest or an index.
  ///
  /// @param digest such as `sha256:…`, in hexadecimal, and checked
  record Document(String digest, JsonNode json) {}

  /// @param reference a tag or a digest
  /// @throws IOException when there is none, or it cannot be had
  Document manifest(String reference) throws IOException;

  /// Writes a blob. Its bytes are not checked: whoever takes them does.
  ///
  /// @throws IOException when there is none, or it cannot be had
  void copy(String digest, OutputStream to) throws IOException;
}
