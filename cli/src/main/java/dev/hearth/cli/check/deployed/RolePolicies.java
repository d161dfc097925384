package dev.hearth.cli.check.deployed;

import dev.hearth.cli.check.Place;
import dev.hearth.cli.check.Subject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/// Reads what roles may do: their own policies, those attached, and who may take them.
final class RolePolicies {
  private final IamClient iam;
  private final Consumer<Subject> subjects;
  private final Set<String> managed = new HashSet<>();

  RolePolicies(IamClient iam, Consumer<Subject> subjects) {
    this.iam = iam;
    this.subjects = subjects;
  }

  /// `worker` of `arn:aws:iam::000000000000:role/team/worker`.
  static String nameOf(String arn) {
    return arn.substring(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
  }

  void readAll() {
    for (var role : iam.listRolesPaginator().roles()) {
      read(role.roleName());
    }
  }

  void read(String name) {
    var place = Place.of("role " + name);
    try {
      trust(place, iam.getRole(r -> r.roleName(name)).role());
      for (var policy : iam.listRolePoliciesPaginator(r -> r.roleName(name)).policyNames()) {
        var document = iam.getRolePolicy(r -> r.roleName(name).policyName(policy)).policyDocument();
        Policies.give(place.with("policy " + policy), decoded(document), subjects);
      }
      for (var attached :
          iam.listAttachedRolePoliciesPaginator(r -> r.roleName(name)).attachedPolicies()) {
        attached(name, attached.policyName(), attached.policyArn());
      }
    } catch (AwsServiceException e) {
      subjects.accept(Policies.refused(place, e));
    }
  }

  private void trust(Place place, Role role) {
    Policies.give(place.with("trust policy"), decoded(role.assumeRolePolicyDocument()), subjects);
  }

  /// A policy of the account's own is told once; AWS's cannot be changed, but the role can.
  private void attached(String role, String policy, String arn) {
    boolean ofAws = arn.contains(":aws:policy/");
    var place = ofAws ? Place.of("role " + role, "policy " + policy) : Place.of("policy " + policy);
    if (!ofAws && !managed.add(arn)) {
      return;
    }
    var version = iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId();
    var document =
        iam.getPolicyVersion(r -> r.policyArn(arn).versionId(version)).policyVersion().document();
    Policies.give(place, decoded(document), subjects);
  }

  /// IAM answers documents as they are in URLs. Source: IAM's API reference, GetRolePolicy.
  private static @Nullable String decoded(@Nullable String document) {
    return document == null || document.startsWith("{")
        ? document
        : URLDecoder.decode(document, StandardCharsets.UTF_8);
  }
}
