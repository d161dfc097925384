package dev.hearth.functions.code;

import java.util.List;

/// One member of an archive, its header checked.
///
/// @param path the segments of its name, none of them `.` or `..`; empty for the root folder
/// @param executable whether its owner may execute it; true where the archive's maker recorded no
///   Unix mode, so that a `bootstrap` zipped on Windows starts
/// @param deflated compressed, or else stored as it is
/// @param crc CRC-32 of the unpacked bytes
/// @param data where its packed bytes begin in the archive
/// @param packedSize in bytes
/// @param size unpacked, in bytes, as the archive declares
record ZipMember(
    List<String> path,
    Kind kind,
    boolean executable,
    boolean deflated,
    long crc,
    long data,
    long packedSize,
    long size) {
  enum Kind {
    FILE,
    FOLDER,
    LINK
  }

  /// As messages show it.
  String name() {
    return String.join("/", path);
  }
}
