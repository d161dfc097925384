package dev.hearth.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes some of a version's [Settings]; each setter answers this. Values are checked by whoever
/// takes them in.
public final class SettingsBuilder {
  private String role;
  private String runtime;
  private String handler;
  private String description;
  private int timeoutSeconds;
  private int memoryMebibytes;
  private int temporaryMebibytes;
  private String architecture;
  private String tracing;
  private String snapStart;
  private Settings.Logging logging;
  private Settings.Vpc vpc;
  private List<Settings.Layer> layers;
  private Settings.@Nullable Image image;
  private @Nullable String deadLetterTarget;
  private @Nullable String kmsKey;
  private @Nullable String tenantIsolation;
  private Settings.@Nullable Durable durable;

  SettingsBuilder(Settings base) {
    role = base.role();
    runtime = base.runtime();
    handler = base.handler();
    description = base.description();
    timeoutSeconds = base.timeoutSeconds();
    memoryMebibytes = base.memoryMebibytes();
    temporaryMebibytes = base.temporaryMebibytes();
    architecture = base.architecture();
    tracing = base.tracing();
    snapStart = base.snapStart();
    logging = base.logging();
    vpc = base.vpc();
    layers = base.layers();
    image = base.image();
    deadLetterTarget = base.deadLetterTarget();
    kmsKey = base.kmsKey();
    tenantIsolation = base.tenantIsolation();
    durable = base.durable();
  }

  public SettingsBuilder role(String value) {
    role = value;
    return this;
  }

  public SettingsBuilder runtime(String value) {
    runtime = value;
    return this;
  }

  public SettingsBuilder handler(String value) {
    handler = value;
    return this;
  }

  public SettingsBuilder description(String value) {
    description = value;
    return this;
  }

  public SettingsBuilder timeoutSeconds(int value) {
    timeoutSeconds = value;
    return this;
  }

  public SettingsBuilder memoryMebibytes(int value) {
    memoryMebibytes = value;
    return this;
  }

  public SettingsBuilder temporaryMebibytes(int value) {
    temporaryMebibytes = value;
    return this;
  }

  public SettingsBuilder architecture(String value) {
    architecture = value;
    return this;
  }

  public SettingsBuilder tracing(String value) {
    tracing = value;
    return this;
  }

  public SettingsBuilder snapStart(String value) {
    snapStart = value;
    return this;
  }

  public SettingsBuilder logging(Settings.Logging value) {
    logging = value;
    return this;
  }

  public SettingsBuilder vpc(Settings.Vpc value) {
    vpc = value;
    return this;
  }

  public SettingsBuilder layers(List<Settings.Layer> value) {
    layers = value;
    return this;
  }

  public SettingsBuilder image(Settings.@Nullable Image value) {
    image = value;
    return this;
  }

  public SettingsBuilder deadLetterTarget(@Nullable String value) {
    deadLetterTarget = value;
    return this;
  }

  public SettingsBuilder kmsKey(@Nullable String value) {
    kmsKey = value;
    return this;
  }

  public SettingsBuilder tenantIsolation(@Nullable String value) {
    tenantIsolation = value;
    return this;
  }

  public SettingsBuilder durable(Settings.@Nullable Durable value) {
    durable = value;
    return this;
  }

  Settings build() {
    return new Settings(
        role,
        runtime,
        handler,
        description,
        timeoutSeconds,
        memoryMebibytes,
        temporaryMebibytes,
        architecture,
        tracing,
        snapStart,
        logging,
        vpc,
        layers,
        image,
        deadLetterTarget,
        kmsKey,
        tenantIsolation,
        durable);
  }
}
