"""What a page is rendered from, as bytes that are the same for the same values.

Two values that would show alike may give other bytes (a set has no order); the page is then
rendered once more, which does no harm. Values that differ in anything give other bytes.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def digest_of(*values: Any) -> str | None:
    """Return a sha256 over everything that some values hold; None if that cannot be told.

    Data can be told: text, numbers, dates, collections, data classes and enumerations. A value
    that holds a function made on the spot, say, cannot.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # without it, bytes depend on which equal values are one object
    pickler.dispatch_table = {MappingProxyType: _read_only_parts}
    try:
        pickler.dump(values)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return None
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def _read_only_parts(mapping: Mapping[Any, Any]) -> tuple[Any, ...]:
    return dict, (dict(mapping),)
