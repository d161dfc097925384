package dev.hearth.javaruntime;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an app tells of itself.
final class CallerContext implements ClientContext, Client {
  private final Map<String, @Nullable Object> document;
  private final @Nullable Map<String, String> client;

  CallerContext(Map<String, @Nullable Object> document) {
    this.document = document;
    this.client = texts("client");
  }

  @SuppressWarnings("unchecked") // AWS's mobile SDKs send nothing but strings there
  private @Nullable Map<String, String> texts(String name) {
    return (Map<String, String>) document.get(name);
  }

  @Override
  public @Nullable Client getClient() {
    return client == null ? null : this;
  }

  @Override
  public @Nullable Map<String, String> getCustom() {
    return texts("custom");
  }

  @Override
  public @Nullable Map<String, String> getEnvironment() {
    return texts("env");
  }

  @Override
  public @Nullable String getInstallationId() {
    return ofClient("installation_id");
  }

  @Override
  public @Nullable String getAppTitle() {
    return ofClient("app_title");
  }

  @Override
  public @Nullable String getAppVersionName() {
    return ofClient("app_version_name");
  }

  @Override
  public @Nullable String getAppVersionCode() {
    return ofClient("app_version_code");
  }

  @Override
  public @Nullable String getAppPackageName() {
    return ofClient("app_package_name");
  }

  private @Nullable String ofClient(String name) {
    return client == null ? null : client.get(name);
  }
}
