"""What was asked for last in, as much of it as there is room for out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Values by key, the one not asked for longest let go first; safe to use from several threads.

    Values never change, so that of two under one key the first stays. One stays however large.
    """

    def __init__(self, most: int, size_of: Callable[[_Value], int]) -> None:
        """`most` is the room for all, in what `size_of` counts of each, such as bytes."""
        self._most = most
        self._size_of = size_of
        self._lock = Lock()
        self._values: OrderedDict[_Key, _Value] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._values)

    def among(self, keys: Iterable[_Key]) -> dict[_Key, _Value]:
        """The values of those keys that are kept; they were asked for just now."""
        with self._lock:
            found = {one: self._values[one] for one in keys if one in self._values}
            for one in found:
                self._values.move_to_end(one)
        return found

    def keep(self, fresh: Mapping[_Key, _Value]) -> None:
        """Keep values, as if they had been asked for just now."""
        with self._lock:
            for key, value in fresh.items():
                if key not in self._values:
                    self._values[key] = value
                    self.size += self._size_of(value)
                self._values.move_to_end(key)
            while self.size > self._most and len(self._values) > 1:
                _, gone = self._values.popitem(last=False)
                self.size -= self._size_of(gone)
