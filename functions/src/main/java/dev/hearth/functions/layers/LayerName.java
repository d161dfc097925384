package dev.hearth.functions.layers;

import dev.hearth.kernel.AccountId;
import dev.hearth.kernel.Arn;
import dev.hearth.kernel.Region;
import dev.hearth.wire.Call;

/// Which layer is meant.
///
/// @param name bare, such as `numbers`
record LayerName(AccountId account, Region region, String name) {
  private static final String LAYER = "layer:";

  /// The layer that a request names.
  ///
  /// @param nameOrArn a bare name, which is looked up in the caller's account, or the layer's ARN;
  ///   either has passed the model's pattern
  static LayerName of(Call call, String nameOrArn) {
    return Arn.parse(nameOrArn)
        .map(LayerName::of)
        .orElseGet(() -> new LayerName(call.account(), call.region(), nameOrArn));
  }

  private static LayerName of(Arn arn) {
    return new LayerName(
        new AccountId(arn.account()),
        new Region(arn.region()),
        arn.resource().substring(LAYER.length()));
  }

  /// `arn:aws:lambda:region:account:layer:name`.
  String arn() {
    return Arn.of("lambda", region, account, LAYER + name).toString();
  }

  /// One version of it.
  Version version(long number) {
    return new Version(this, number);
  }

  /// Which version of which layer is meant.
  ///
  /// @param number from 1
  record Version(LayerName layer, long number) {
    /// The version that an ARN names, which has passed the model's pattern.
    static Version parse(String arn) {
      int colon = arn.lastIndexOf(':');
      var layer = Arn.parse(arn.substring(0, colon)).map(LayerName::of).orElseThrow();
      return layer.version(number(arn.substring(colon + 1)));
    }

    /// The pattern bounds no number; one that is too long is no version's.
    private static long number(String digits) {
      try {
        return Long.parseLong(digits);
      } catch (NumberFormatException _) {
        return Long.MAX_VALUE;
      }
    }

    /// `arn:aws:lambda:region:account:layer:name:number`.
    String arn() {
      return layer.arn() + ":" + number;
    }
  }
}
