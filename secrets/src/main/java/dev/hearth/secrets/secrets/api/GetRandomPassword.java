package dev.hearth.secrets.secrets.api;

import dev.hearth.secrets.secrets.SecretRefusals;
import dev.hearth.wire.Access;
import dev.hearth.wire.Call;
import dev.hearth.wire.Operation;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;

/// A random password, of the kinds of characters that are wanted.
final class GetRandomPassword
    implements Operation<GetRandomPasswordRequest, GetRandomPasswordResponse> {
  private static final int USUAL = 32;
  private static final int MOST = 4096;

  private final SecureRandom random;

  GetRandomPassword(SecureRandom random) {
    this.random = random;
  }

  @Override
  public Access access(GetRandomPasswordRequest input, Call call) {
    return Access.to("secretsmanager:GetRandomPassword", "*");
  }

  @Override
  public GetRandomPasswordResponse run(GetRandomPasswordRequest input, Call call) {
    long length = Objects.requireNonNullElse(input.passwordLength(), (long) USUAL);
    var excluded = Objects.requireNonNullElse(input.excludeCharacters(), "");
    var kinds = new ArrayList<String>();
    add(kinds, "abcdefghijklmnopqrstuvwxyz", input.excludeLowercase(), excluded);
    add(kinds, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", input.excludeUppercase(), excluded);
    add(kinds, "0123456789", input.excludeNumbers(), excluded);
    add(kinds, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", input.excludePunctuation(), excluded);
    if (Boolean.TRUE.equals(input.includeSpace())) {
      add(kinds, " ", false, excluded);
    }
    boolean each = !Boolean.FALSE.equals(input.requireEachIncludedType());
    if (kinds.isEmpty() || length < 1 || length > MOST || (each && length < kinds.size())) {
      throw SecretRefusals.invalidParameter(
          "No password of this length can be made of the characters that are not excluded.");
    }
    return GetRandomPasswordResponse.builder()
        .randomPassword(password(kinds, (int) length, each))
        .build();
  }

  private static void add(
      List<String> kinds, String kind, @Nullable Boolean without, String excluded) {
    var left =
        kind.chars()
            .filter(character -> excluded.indexOf(character) < 0)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (!Boolean.TRUE.equals(without) && !left.isEmpty()) {
      kinds.add(left);
    }
  }

  private String password(List<String> kinds, int length, boolean each) {
    var all = String.join("", kinds);
    var characters = new ArrayList<Character>();
    if (each) {
      kinds.forEach(kind -> characters.add(kind.charAt(random.nextInt(kind.length()))));
    }
    while (characters.size() < length) {
      characters.add(all.charAt(random.nextInt(all.length())));
    }
    Collections.shuffle(characters, random);
    var password = new StringBuilder();
    characters.forEach(password::append);
    return password.toString();
  }
}
