package dev.hearth.sandbox.runtime;

import java.util.regex.Pattern;

/// Names within the folder of runtimes. Each carries the version of what is inside, so a newer
/// Hearth installs beside an older one and never over it. The very contents are pinned by the
/// resources `runtimes/*/package-lock.json` and `requirements.txt`.
final class Installation {
  static final String NODE_VERSION = "24.21.0";
  static final String BOTO3_VERSION = "1.44.5";
  static final String JAVASCRIPT_SDK_VERSION = "3.1169.0";

  static final String NODE = "node-" + NODE_VERSION;
  static final String PYTHON_SDK = "python-sdk-" + BOTO3_VERSION;
  static final String NODE_SDK = "node-sdk-" + JAVASCRIPT_SDK_VERSION;
  static final Pattern NODE_FOLDER = Pattern.compile("node-([0-9]+\\.[0-9]+\\.[0-9]+)");

  private Installation() {}
}
