"""Loads the module that HEARTH_ANALYZE names, and says how long each module takes that is loaded for it.

A line for each, `import time: own | whole | name`, in microseconds; what a module loads stands before
it and is indented by two more.
"""

import importlib
import os
import sys
import time

nested = []
lines = []


def timed(name, start, execute):
    def exec_module(module):
        frame = [0]
        nested.append(frame)
        try:
            execute(module)
        finally:
            nested.pop()
        whole = (time.perf_counter_ns() - start) // 1000
        if nested:
            nested[-1][0] += whole
        own = max(0, whole - frame[0])
        lines.append(f"import time: {own} | {whole} | {'  ' * len(nested)}{name}")

    return exec_module


class Finder:
    """Finds what the others find, and times it from there on."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        start = time.perf_counter_ns()
        for finder in sys.meta_path:
            spec = None if finder is cls else finder.find_spec(name, path, target)
            if spec is not None:
                try:
                    spec.loader.exec_module = timed(name, start, spec.loader.exec_module)
                except AttributeError:
                    pass  # one of the interpreter's own, which takes no time
                return spec
        return None


sys.meta_path.insert(0, Finder)
try:
    importlib.import_module(os.environ["HEARTH_ANALYZE"].replace("/", "."))
finally:
    sys.meta_path.remove(Finder)
    print("\n".join(lines))
