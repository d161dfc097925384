package dev.hearth.functions;

import dev.hearth.wire.Call;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Resources of the service Lambda that have tags and are not functions. The part that has them
/// implements it, and the server joins them.
public interface TaggedResource {
  /// @param id behind the kind in the resource's ARN; of the call's account and region
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  Map<String, String> tags(Call call, String id);

  /// Changes the tags in one transaction; `change` refuses those that cannot be.
  ///
  /// @throws dev.hearth.kernel.ServiceException `ResourceNotFoundException`
  void update(Call call, String id, UnaryOperator<Map<String, String>> change);
}
