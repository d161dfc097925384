package dev.hearth.functions.images;

import java.io.IOException;

/// An image whose content cannot be taken, and why, so that its maker can mend it.
final class BadImage extends IOException {
  private static final long serialVersionUID = 1L;

  BadImage(String reason) {
    super(reason);
  }
}
