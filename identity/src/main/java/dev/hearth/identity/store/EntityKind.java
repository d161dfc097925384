package dev.hearth.identity.store;

/// What has a name, a path and an ARN in IAM. Quotas are AWS's defaults.
public enum EntityKind {
  USER(
      "user",
      "AIDA",
      "user",
      "The user with name %s",
      "User with name %s",
      "UsersPerAccount",
      5_000),
  GROUP(
      "group",
      "AGPA",
      "group",
      "The group with name %s",
      "Group with name %s",
      "GroupsPerAccount",
      300),
  ROLE(
      "role",
      "AROA",
      "role",
      "The role with name %s",
      "Role with name %s",
      "RolesPerAccount",
      1_000),
  POLICY(
      "policy", "ANPA", "policy", "Policy %s", "A policy called %s", "PoliciesPerAccount", 1_500),
  INSTANCE_PROFILE(
      "instance-profile",
      "AIPA",
      "instance profile",
      "Instance Profile %s",
      "Instance Profile %s",
      "InstanceProfilesPerAccount",
      1_000),
  OIDC_PROVIDER(
      "oidc-provider",
      "AOPA", // no API shows it
      "OpenID Connect provider",
      "The OpenID Connect provider https://%s",
      "Provider with url https://%s",
      "OpenIdConnectProvidersPerAccount",
      100);

  private final String arnPrefix;
  private final String idPrefix;
  private final String title;
  private final String missing;
  private final String existing;
  private final String quotaName;
  private final int quota;

  EntityKind(
      String arnPrefix,
      String idPrefix,
      String title,
      String missing,
      String existing,
      String quotaName,
      int quota) {
    this.arnPrefix = arnPrefix;
    this.idPrefix = idPrefix;
    this.title = title;
    this.missing = missing;
    this.existing = existing;
    this.quotaName = quotaName;
    this.quota = quota;
  }

  /// The part of an ARN's resource in front of the path, as `role`.
  public String arnPrefix() {
    return arnPrefix;
  }

  /// How unique ids begin, as `AROA`.
  public String idPrefix() {
    return idPrefix;
  }

  /// What messages call it, as `role`.
  public String title() {
    return title;
  }

  /// "The role with name x cannot be found."
  String missing(String name) {
    return missing.formatted(name) + (this == POLICY ? " was not found." : " cannot be found.");
  }

  /// "Role with name x already exists."
  String existing(String name) {
    return existing.formatted(name)
        + " already exists."
        + (this == POLICY ? " Duplicate names are not allowed." : "");
  }

  String quotaName() {
    return quotaName;
  }

  /// How many of this kind an account may have.
  public int quota() {
    return quota;
  }
}
