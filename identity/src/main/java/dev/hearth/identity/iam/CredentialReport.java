package dev.hearth.identity.iam;

import dev.hearth.identity.store.AccessKey;
import dev.hearth.identity.store.AccessKey.LastUse;
import dev.hearth.identity.store.Directory;
import dev.hearth.identity.store.Entity;
import dev.hearth.identity.store.EntityKind;
import dev.hearth.identity.store.KeyUse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The credential report: a line of CSV for the root and for every user of the account.
///
/// Hearth has no passwords, MFA devices and signing certificates, which the report says of each.
/// When a key was rotated last is when it was made. Source: IAM User Guide, "Generate credential
/// reports for your AWS account".
record CredentialReport(KeyUse keyUse) {
  /// How long a report may be fetched, and how long no other is made.
  static final Duration LIFE = Duration.ofHours(4);

  private static final int KEYS = 2;
  private static final int KEY_COLUMNS = 5;
  private static final String NONE = "N/A";
  private static final String NO = "false";
  private static final String UNSUPPORTED = "not_supported";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);
  private static final String HEADER =
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
          + "password_next_rotation,mfa_active,"
          + "access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,"
          + "access_key_1_last_used_region,access_key_1_last_used_service,"
          + "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
          + "access_key_2_last_used_region,access_key_2_last_used_service,"
          + "cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

  String of(Directory iam) {
    var lines = new ArrayList<String>();
    lines.add(HEADER);
    lines.add(root(iam));
    for (var user : iam.entities().list(EntityKind.USER, null)) {
      lines.add(line(user, iam.accessKeys().of(user)));
    }
    return String.join("\n", lines);
  }

  private String root(Directory iam) {
    var made = iam.accounts().createdAt(iam.account()).map(CredentialReport::time).orElse(NONE);
    var columns = new ArrayList<String>();
    columns.add("<root_account>");
    columns.add("arn:aws:iam::" + iam.account() + ":root");
    columns.add(made);
    columns.addAll(List.of(UNSUPPORTED, "no_information", UNSUPPORTED, UNSUPPORTED, NO));
    addKeys(List.of(), columns);
    return join(columns);
  }

  private String line(Entity user, List<AccessKey> keys) {
    var columns = new ArrayList<String>();
    columns.add(user.name());
    columns.add(user.arn());
    columns.add(time(user.createdAt()));
    columns.addAll(List.of(NO, NONE, NONE, NONE, NO));
    addKeys(keys, columns);
    return join(columns);
  }

  private void addKeys(List<AccessKey> keys, List<String> columns) {
    for (int i = 0; i < KEYS; i++) {
      if (i < keys.size()) {
        var key = keys.get(i);
        var use = keyUse.of(key);
        columns.add(Boolean.toString(key.active()));
        columns.add(time(key.createdAt()));
        columns.add(use.map(LastUse::time).map(CredentialReport::time).orElse(NONE));
        columns.add(use.map(LastUse::region).orElse(NONE));
        columns.add(use.map(LastUse::service).orElse(NONE));
      } else {
        columns.add(NO);
        columns.addAll(Collections.nCopies(KEY_COLUMNS - 1, NONE));
      }
    }
    columns.addAll(List.of(NO, NONE, NO, NONE)); // certificates
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  /// Names of users may hold commas, and no quotes.
  private static String join(List<String> columns) {
    return String.join(
        ",",
        columns.stream()
            .map(column -> column.contains(",") ? '"' + column + '"' : column)
            .toList());
  }
}
