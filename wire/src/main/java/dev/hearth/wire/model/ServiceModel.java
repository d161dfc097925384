package dev.hearth.wire.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// One AWS service: how it is addressed, and its operations and errors, which are read on first
/// use.
public final class ServiceModel {
  private static final Map<String, ServiceModel> ALL = new LinkedHashMap<>();

  static {
    for (var columns : IndexFile.lines("services.index")) {
      var service = new ServiceModel(columns, new Sdk(columns[1]));
      ALL.put(service.name, service);
    }
  }

  private final String name;
  private final String signingName;
  private final List<String> protocols;
  private final String apiVersion;
  private final @Nullable String targetPrefix;
  private final @Nullable String xmlNamespace;
  private final String validationCode;
  private final Source source;
  private volatile @Nullable Contents contents;

  /// What the service's own file holds.
  private record Contents(
      Map<String, OperationModel> operations,
      Map<String, ErrorModel> errors,
      Map<String, QueryName> queryNames) {}

  /// Where a service's operations and errors come from, and what makes its shapes.
  interface Source {
    /// A line for each operation, error and other name, split into columns.
    List<String[]> lines();

    /// Makes builders of the shape of this simple name.
    Supplier<SdkPojo> builders(String shape);
  }

  /// The index, and the SDK's model classes.
  private record Sdk(String service) implements Source {
    private static final String SERVICES = "software.amazon.awssdk.services.";

    @Override
    public List<String[]> lines() {
      return IndexFile.lines(service + ".index");
    }

    @Override
    public Supplier<SdkPojo> builders(String shape) {
      try {
        return Builders.of(Class.forName(SERVICES + service + ".model." + shape));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("The index is of another SDK version", e);
      }
    }
  }

  ServiceModel(String[] columns, Source source) {
    this.source = source;
    this.name = columns[1];
    this.signingName = columns[2];
    this.protocols = IndexFile.list(columns[3]);
    this.apiVersion = columns[4];
    this.targetPrefix = IndexFile.optional(columns[5]);
    this.xmlNamespace = IndexFile.optional(columns[6]);
    this.validationCode = columns[7];
  }

  /// Every service of the index.
  public static Collection<ServiceModel> all() {
    return Collections.unmodifiableCollection(ALL.values());
  }

  /// @param name the SDK's package name, such as `cloudwatchlogs`
  /// @throws IllegalArgumentException when the index has no such service
  public static ServiceModel of(String name) {
    var service = ALL.get(name);
    if (service == null) {
      throw new IllegalArgumentException("service: " + name + " (expected: " + ALL.keySet() + ")");
    }
    return service;
  }

  /// The SDK's package name, such as `cloudwatchlogs`.
  public String name() {
    return name;
  }

  /// What requests are signed for, such as `logs`.
  public String signingName() {
    return signingName;
  }

  /// What the service speaks, in Smithy's names, its clients' preference first: `restJson1`,
  /// `restXml`, `awsJson1_0`, `awsJson1_1`, `awsQuery`, `rpcv2Cbor`.
  public List<String> protocols() {
    return protocols;
  }

  /// Such as `2015-03-31`.
  public String apiVersion() {
    return apiVersion;
  }

  /// What `X-Amz-Target` starts with; null for services without it.
  public @Nullable String targetPrefix() {
    return targetPrefix;
  }

  /// The namespace of XML answers; null for services without them.
  public @Nullable String xmlNamespace() {
    return xmlNamespace;
  }

  /// The error code that this service gives to input which violates its model.
  public String validationCode() {
    return validationCode;
  }

  public Optional<OperationModel> operation(String operation) {
    return Optional.ofNullable(contents().operations.get(operation));
  }

  /// All operations, sorted by name.
  public Collection<OperationModel> operations() {
    return contents().operations.values();
  }

  /// The modelled error of this code.
  public Optional<ErrorModel> error(String code) {
    return Optional.ofNullable(contents().errors.get(code));
  }

  public Collection<ErrorModel> errors() {
    return contents().errors.values();
  }

  /// The modelled error that the SDK has this exception for.
  public Optional<ErrorModel> error(Class<?> exception) {
    var simpleName = exception.getSimpleName();
    return errors().stream().filter(error -> error.exception().equals(simpleName)).findFirst();
  }

  /// How awsQuery spells a member of a service that has left it for JSON; null where it spells it
  /// alike.
  public @Nullable QueryName queryName(String shape, String member) {
    return contents().queryNames.get(shape + "." + member);
  }

  /// Makes builders of the shape of this simple name.
  Supplier<SdkPojo> builders(String shape) {
    return source.builders(shape);
  }

  private Contents contents() {
    var read = contents;
    if (read == null) {
      contents = read = read();
    }
    return read;
  }

  private Contents read() {
    var operations = new LinkedHashMap<String, OperationModel>();
    var errors = new LinkedHashMap<String, ErrorModel>();
    var queryNames = new LinkedHashMap<String, QueryName>();
    for (var columns : source.lines()) {
      switch (columns[0]) {
        case "operation" -> operations.put(columns[1], new OperationModel(this, columns));
        case "error" -> errors.put(columns[1], new ErrorModel(this, columns));
        case "queryName" -> queryNames.put(columns[1] + "." + columns[2], new QueryName(columns));
        default -> throw new IllegalStateException("The index is of another version");
      }
    }
    return new Contents(operations, errors, queryNames);
  }

  @Override
  public String toString() {
    return name;
  }
}
