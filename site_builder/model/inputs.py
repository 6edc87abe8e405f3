"""What a page is rendered from, as bytes that are the same for the same values.

Two values that would show alike may give other bytes (a set has no order); the page is then
rendered once more, which does no harm. Values that differ in anything give other bytes.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any

_Reduce = Callable[[Any], tuple[Any, ...]]


def digest_of(*values: Any) -> str | None:
    """Return a sha256 over everything that some values hold; None if that cannot be told.

    Data can be told: text, numbers, dates, collections, data classes and enumerations. A value
    that holds a function made on the spot, say, cannot.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # without it, bytes depend on which equal values are one object
    pickler.dispatch_table = _PARTS
    try:
        pickler.dump(values)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, RecursionError):
        return None
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def _read_only_parts(mapping: Mapping[Any, Any]) -> tuple[Any, ...]:
    return dict, (dict(mapping),)


class _Parts(dict[type, _Reduce]):
    """How a value of each type is taken apart: a data class into its fields.

    Without it each such value would be asked for its state, which takes most of the time.
    """

    def __missing__(self, kind: type) -> _Reduce:
        if "__dataclass_fields__" not in vars(kind):
            raise KeyError(kind)
        names = tuple(field.name for field in fields(kind))
        values_of = attrgetter(*names) if len(names) > 1 else None

        def parts(value: Any) -> tuple[Any, ...]:
            if values_of is None:  # of one name alone it would give no tuple
                return kind, tuple([getattr(value, name) for name in names])
            return kind, values_of(value)

        self[kind] = parts
        return parts


_PARTS = _Parts({MappingProxyType: _read_only_parts})
