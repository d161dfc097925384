package dev.hearth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// A function's twin under another name, to try on it what nobody wants tried on the function: the
/// same code, layers, role and variables, but no destinations and no log of its own that stays.
/// Closing deletes it.
final class FunctionCopy implements AutoCloseable {
  private static final int LONGEST_NAME = 64;

  private final AwsClients clients;
  private final String name;

  private FunctionCopy(AwsClients clients, String name) {
    this.clients = clients;
    this.name = name;
  }

  /// What the copy has of its own.
  ///
  /// @param code makes its archive of the function's
  /// @param handler null leaves it as it is
  /// @param environment makes its variables of the function's
  record Changes(
      UnaryOperator<byte[]> code,
      @Nullable String handler,
      UnaryOperator<Map<String, String>> environment) {
    static final Changes NONE =
        new Changes(UnaryOperator.identity(), null, UnaryOperator.identity());
  }

  /// Reads the function that is to be copied.
  static GetFunctionResponse original(AwsClients clients, String name, @Nullable String qualifier) {
    return clients.lambda().getFunction(r -> r.functionName(name).qualifier(qualifier));
  }

  /// Makes a copy that can be called.
  ///
  /// @param purpose a part of its name, such as `tune`
  static FunctionCopy of(
      AwsClients clients, GetFunctionResponse original, String purpose, Changes changes) {
    var settings = original.configuration();
    var copy = new FunctionCopy(clients, name(settings.functionName(), purpose));
    var request =
        CreateFunctionRequest.builder()
            .functionName(copy.name)
            .description("A copy for `hearth " + purpose + "`, which deletes it")
            .packageType(settings.packageType())
            .role(settings.role())
            .memorySize(settings.memorySize())
            .timeout(settings.timeout())
            .ephemeralStorage(settings.ephemeralStorage())
            .architectures(settings.architectures())
            .environment(
                e -> e.variables(changes.environment().apply(variables(settings.environment()))))
            // As text, whatever the function has, for that is what is read here.
            .loggingConfig(l -> l.logFormat(LogFormat.TEXT));
    if (settings.packageType() == PackageType.IMAGE) {
      request.code(c -> c.imageUri(original.code().imageUri()));
      var image = settings.imageConfigResponse();
      if (image != null) {
        request.imageConfig(image.imageConfig());
      }
    } else {
      request
          .runtime(settings.runtimeAsString())
          .handler(changes.handler() == null ? settings.handler() : changes.handler())
          .layers(layers(settings))
          .code(code(changes.code().apply(download(original.code().location()))));
    }
    try {
      clients.lambda().createFunction(request.build());
      clients.awaitActive(copy.name);
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private static String name(String original, String purpose) {
    var suffix = "-" + purpose + "-" + UUID.randomUUID().toString().substring(0, 8);
    int kept = Math.min(original.length(), LONGEST_NAME - suffix.length());
    return original.substring(0, kept) + suffix;
  }

  private static Map<String, String> variables(@Nullable EnvironmentResponse environment) {
    return environment == null ? Map.of() : new HashMap<>(environment.variables());
  }

  private static List<String> layers(FunctionConfiguration settings) {
    return settings.layers().stream().map(Layer::arn).toList();
  }

  private static FunctionCode code(byte[] archive) {
    if (archive.length > CodeArchive.LARGEST_ZIP) {
      throw new Failure("The function's package is larger than 50 MiB, too large to be copied.");
    }
    return FunctionCode.builder().zipFile(SdkBytes.fromByteArrayUnsafe(archive)).build();
  }

  private static byte[] download(String link) {
    try (var in = URI.create(link).toURL().openStream()) {
      return in.readNBytes((int) CodeArchive.LARGEST_ZIP + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  /// Gives it another size; the next call starts anew.
  void resize(int mebibytes) {
    clients.lambda().updateFunctionConfiguration(r -> r.functionName(name).memorySize(mebibytes));
    clients.awaitUpdated(name);
  }

  /// Calls it; the answer brings the end of its log.
  InvokeResponse invoke(SdkBytes event) {
    return clients.lambda().invoke(r -> r.functionName(name).payload(event).logType(LogType.TAIL));
  }

  /// Its log's group.
  String logGroup() {
    return "/aws/lambda/" + name;
  }

  @Override
  public void close() {
    try {
      clients.lambda().deleteFunction(r -> r.functionName(name));
    } catch (ResourceNotFoundException _) {
      // it was never made
    }
    try {
      clients.logs().deleteLogGroup(r -> r.logGroupName(logGroup()));
    } catch (software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException _) {
      // it never wrote
    }
  }
}
