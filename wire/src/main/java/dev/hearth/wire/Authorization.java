package dev.hearth.wire;

/// Decides whether a caller may do what an operation needs. The wire owns this port, identity
/// implements it.
public interface Authorization {
  /// Returns when every need is allowed.
  ///
  /// @throws dev.hearth.kernel.ServiceException `AccessDeniedException`, status 403, in AWS's words
  void check(Access access, Call call);
}
