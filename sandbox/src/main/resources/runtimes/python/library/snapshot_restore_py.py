"""Hooks around a snapshot, under the name that AWS's runtimes have them by.

A function registers what is to run before the snapshot is taken, and what after each restore; as a
decorator, or with the arguments that it is to be called with. Source: AWS Lambda Developer Guide,
"Lambda SnapStart runtime hooks for Python".
"""

_before_snapshot = []
_after_restore = []


def register_before_snapshot(func, *args, **kwargs):
    """Has `func` called before the snapshot; what is registered last is called first."""
    _before_snapshot.append((func, args, kwargs))
    return func


def register_after_restore(func, *args, **kwargs):
    """Has `func` called after each restore, in the order of registration."""
    _after_restore.append((func, args, kwargs))
    return func


def get_before_snapshot():
    return _before_snapshot


def get_after_restore():
    return _after_restore
