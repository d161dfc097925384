package dev.hearth.cli.check;

import dev.hearth.cli.check.secrets.NamedSecrets;
import dev.hearth.cli.check.secrets.SecretShapes;
import java.util.function.Consumer;

/// A secret that everybody can read who has the package or its source.
final class SecretInCode extends Rule<CodeFile> {
  SecretInCode() {
    super(
        "secret-in-code",
        Severity.HIGH,
        CodeFile.class,
        "A secret is in a package's code (low: in an installed library, where it is published"
            + " anyway)",
        "Change the secret, keep the new one in Secrets Manager or Parameter Store, and read it"
            + " when the function starts.");
  }

  @Override
  protected void examine(CodeFile file, Consumer<Finding> found) {
    var severity = file.dependency() ? Severity.LOW : severity();
    var known = SecretShapes.find(file.text());
    for (var secret : known) {
      found.accept(
          finding(
              severity,
              Place.file(file.resource(), file.path(), file.line(secret.start())),
              "Here is " + secret.kind() + "."));
    }
    if (!file.dependency()) { // libraries name tokens and passwords of all kinds
      for (var secret : NamedSecrets.find(file.path(), file.text())) {
        if (known.stream().anyMatch(secret::overlaps)) {
          continue; // told already, and more exactly
        }
        found.accept(
            finding(
                Place.file(file.resource(), file.path(), file.line(secret.start())),
                "Here is " + secret.kind() + "."));
      }
    }
  }
}
