"""Whether this machine can draw a PDF, found out without loading WeasyPrint (some seconds)."""

import ctypes
from functools import cache

# The names on Linux, macOS and Windows; one of each row has to be there.
NEEDED = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)


@cache
def missing_libraries() -> tuple[str, ...]:
    """Return the names of the system libraries that are missing here; empty where all is well."""
    return tuple(names[0] for names in NEEDED if not any(_loads(name) for name in names))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
