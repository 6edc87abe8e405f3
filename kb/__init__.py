"""An open knowledge base and case-study search engine that keeps GPs in practice.

The public library is what `__all__` names: six functions that read, check, index, search, evaluate
and build. Importing this package loads nothing else; each function loads what it needs. Every
other module is private: it may change without notice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.library import (
        build_index,
        build_site,
        check_content,
        evaluate,
        open_search,
        read_content,
    )

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "build_index",
    "build_site",
    "check_content",
    "evaluate",
    "open_search",
    "read_content",
]


def __getattr__(name: str) -> Any:
    """Load a function of the library when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kb import library

    return getattr(library, name)


def __dir__() -> list[str]:
    """The names of the library."""
    return sorted(__all__)
