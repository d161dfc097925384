package dev.hearth.javaruntime;

import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who called, as an app tells it; nobody where it does not.
final class CallerIdentity implements CognitoIdentity {
  private final @Nullable Map<String, @Nullable Object> document;

  CallerIdentity(@Nullable Map<String, @Nullable Object> document) {
    this.document = document;
  }

  @Override
  public @Nullable String getIdentityId() {
    return member("cognitoIdentityId");
  }

  @Override
  public @Nullable String getIdentityPoolId() {
    return member("cognitoIdentityPoolId");
  }

  private @Nullable String member(String name) {
    return document == null ? null : (String) document.get(name);
  }
}
