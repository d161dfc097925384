package dev.hearth.functions.layers;

import dev.hearth.functions.FunctionReference;
import dev.hearth.functions.Settings;
import dev.hearth.functions.catalogue.Refusals;
import dev.hearth.functions.code.CodeLeases;
import dev.hearth.functions.code.CodeStore;
import dev.hearth.functions.code.MissingCodeException;
import dev.hearth.kernel.ServiceException;
import dev.hearth.store.Database;
import dev.hearth.wire.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the layers that a function asks for. Sources: "Lambda quotas" and "Adding layers to
/// functions" in the Lambda developer guide.
public final class AttachedLayers {
  private static final int MAX = 5;

  private final Database database;
  private final CodeStore code;

  public AttachedLayers(Database database, CodeStore code) {
    this.database = database;
    this.code = code;
  }

  /// Layers whose archives stay until this is closed, so that they are there when a function refers
  /// to them.
  public record Held(List<Settings.Layer> layers, CodeLeases leases) implements AutoCloseable {
    /// No layers.
    public static final Held NONE = new Held(List.of(), new CodeLeases(List.of()));

    @Override
    public void close() {
      leases.close();
    }
  }

  /// What whoever makes a function with these layers must be allowed, beside `access`: to get each
  /// of them. For another account's layer that takes a permission of its owner too.
  public static Access using(Access access, List<String> arns) {
    for (var arn : arns) {
      access = access.and(GetLayerVersion.ACTION, arn, Map.of());
    }
    return access;
  }

  /// The condition key of layers that a request names.
  public static Map<String, List<String>> conditions(List<String> arns) {
    return arns.isEmpty() ? Map.of() : Map.of("lambda:Layer", List.copyOf(arns));
  }

  /// @param arns of layer versions, in the order in which they are merged
  /// @throws ServiceException `InvalidParameterValueException` for more than five, for one of
  ///   another region, for two of one layer, and for one that does not exist
  public Held hold(FunctionReference function, List<String> arns) {
    if (arns.size() > MAX) {
      throw Refusals.invalid("Cannot reference more than " + MAX + " layers.");
    }
    var names = arns.stream().map(LayerName.Version::parse).toList();
    check(function, names);
    var layers = names.stream().map(this::find).toList();
    try {
      var archives = layers.stream().map(Settings.Layer::sha256).toList();
      return new Held(layers, CodeLeases.of(code, archives));
    } catch (MissingCodeException _) {
      layers.forEach(layer -> find(LayerName.Version.parse(layer.arn()))); // deleted a moment ago
      throw new ServiceException(
          "ServiceException", 500, "A layer's archive is missing or damaged. Publish it again.");
    }
  }

  private Settings.Layer find(LayerName.Version name) {
    var version =
        database
            .read(sql -> new LayerTables(sql).find(name))
            .orElseThrow(
                () -> Refusals.invalid("Layer version " + name.arn() + " does not exist."));
    return new Settings.Layer(name.arn(), version.code().sha256(), version.code().size());
  }

  /// @param codeSha256 of the function's own package
  /// @throws ServiceException `InvalidParameterValueException` where a function is larger with its
  ///   layers than a function may be; `ResourceConflictException` where its code has just been
  ///   replaced
  public void checkSize(
      FunctionReference function, String codeSha256, List<Settings.Layer> layers) {
    if (layers.isEmpty()) {
      return; // its own size was checked when it was stored
    }
    try {
      checkBytes(
          layers.stream().mapToLong(layer -> code.unpackedBytes(layer.sha256())).sum(),
          code.unpackedBytes(codeSha256));
    } catch (MissingCodeException _) {
      throw Refusals.updating(function);
    }
  }

  private static void checkBytes(long layered, long own) {
    if (layered > CodeStore.MAX_UNPACKED) {
      throw Refusals.invalid(
          "Layers consume more than the available size of " + CodeStore.MAX_UNPACKED + " bytes");
    }
    long all = layered + own;
    if (all > CodeStore.MAX_UNPACKED) {
      throw Refusals.invalid(
          ("Function code combined with layers exceeds the maximum allowed size of %d bytes. The"
                  + " actual size is %d bytes.")
              .formatted(CodeStore.MAX_UNPACKED, all));
    }
  }

  private static void check(FunctionReference function, List<LayerName.Version> names) {
    var seen = new HashMap<LayerName, LayerName.Version>();
    for (var name : names) {
      if (!name.layer().region().equals(function.region())) {
        throw Refusals.invalid(
            "Layers are not in the same region as the function. Layers are expected to be in"
                + " region %s.".formatted(function.region()));
      }
      var other = seen.put(name.layer(), name);
      if (other != null) {
        throw Refusals.invalid(
            ("Two different versions of the same layer are not allowed to be referenced in the"
                    + " same function. %s and %s are versions of the same layer.")
                .formatted(other.arn(), name.arn()));
      }
    }
  }
}
