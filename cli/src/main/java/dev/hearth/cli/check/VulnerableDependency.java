package dev.hearth.cli.check;

import java.util.function.Consumer;

/// A library whose version has a known vulnerability.
final class VulnerableDependency extends Rule<Component> {
  private final KnownVulnerabilities known;

  VulnerableDependency(KnownVulnerabilities known) {
    super(
        "vulnerable-dependency",
        Severity.MEDIUM,
        Component.class,
        "A library has a known vulnerability (severity as its record says; needs --osv)",
        "Take a version in which it is fixed, and deploy again.");
    this.known = known;
  }

  @Override
  protected void examine(Component component, Consumer<Finding> found) {
    for (var each : known.affecting(component)) {
      var message = new StringBuilder(component.fullName());
      message.append(' ').append(component.version()).append(" has ").append(each.id());
      if (!each.aliases().isEmpty()) {
        message.append(" (").append(String.join(", ", each.aliases())).append(')');
      }
      if (!each.summary().isEmpty()) {
        message.append(": ").append(each.summary());
      }
      if (!each.fixed().isEmpty()) {
        message.append("; fixed in ").append(String.join(", ", each.fixed()));
      }
      found.accept(
          finding(
              each.severity(),
              Place.file(component.resource(), component.location(), 0),
              message.append('.').toString()));
    }
  }
}
