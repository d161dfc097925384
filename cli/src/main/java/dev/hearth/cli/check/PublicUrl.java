package dev.hearth.cli.check;

import java.util.function.Consumer;

/// Anybody may call the function over HTTP.
final class PublicUrl extends Rule<DeployedFunction> {
  PublicUrl() {
    super(
        "function-url-public",
        Severity.MEDIUM,
        DeployedFunction.class,
        "A function URL takes requests from everybody (AuthType NONE)",
        "Set AuthType to AWS_IAM, or see to it that the function itself checks who calls.");
  }

  @Override
  protected void examine(DeployedFunction function, Consumer<Finding> found) {
    for (var url : function.publicUrls()) {
      found.accept(
          finding(
              Place.of(function.resource(), "function URL"), "AuthType of " + url + " is NONE."));
    }
  }
}
