package dev.hearth.cli.check;

import dev.hearth.cli.check.secrets.NamedSecrets;
import dev.hearth.cli.check.secrets.SecretShapes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A secret that everybody can read who may read the function's configuration.
final class SecretInEnvironment extends Rule<DeployedFunction> {
  SecretInEnvironment() {
    super(
        "secret-in-environment",
        Severity.HIGH,
        DeployedFunction.class,
        "A secret is in a function's environment variable, in plain text",
        "Change the secret, keep the new one in Secrets Manager or Parameter Store, and give the"
            + " function its name.");
  }

  @Override
  protected void examine(DeployedFunction function, Consumer<Finding> found) {
    function
        .environment()
        .forEach(
            (name, value) -> {
              var kind = kind(name, value);
              if (kind != null) {
                found.accept(
                    finding(
                        Place.of(function.resource(), "environment variable " + name),
                        "It holds " + kind + "."));
              }
            });
  }

  private static @Nullable String kind(String name, String value) {
    var shapes = SecretShapes.find(value);
    if (!shapes.isEmpty()) {
      return shapes.getFirst().kind();
    }
    return NamedSecrets.isSecret(name, value) ? "a value that looks like a secret" : null;
  }
}
