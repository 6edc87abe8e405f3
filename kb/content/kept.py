"""What was found out about content before, by all that it was found out from.

A result is kept under the digest of its inputs: the text of a page, the files that it is held
to, the day, and the version of the program. Nothing is ever marked as out of date: other inputs
have another key. So a result that is found is the one that would be worked out again.

The file is checked against its own digest, and only data of this project is taken out of it,
whatever else was put in.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.content.files import write_whole
from kb.data.code import code_version
from kb.model.problems import KbError

FOLDER = Path("build/cache")
"""Where results are kept, below the folder in which a command runs."""

_HEADER = b"gp-retention results 1\n"
_DIGEST = 32
_PLAIN = {
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("datetime", "date"): datetime.date,
}
_OURS = ("kb.model.", "kb.content.source_page", "kb.content.reference", "kb.text.pieces")


class Kept:
    """Results by key, in memory, and in a file if one is named.

    Args:
        path: the file; None keeps them as long as this object.
        say: called with a sentence if the file is damaged.
        base: results that others keep, looked up where there is none here.
        packages: packages beside ``kb`` that the results were worked out with.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        say: Callable[[str], None] = lambda _: None,
        base: Kept | None = None,
        packages: tuple[str, ...] = (),
    ) -> None:
        self._path, self._say, self._base = path, say, base
        self._packages = packages
        self._packed: dict[str, bytes] | None = None if path else {}
        self._values: dict[str, Any] = {}
        self._used: set[str] = set()
        self._is_new = False

    def key(self, *inputs: str) -> str:
        """Return the key for a result that was worked out from some inputs by this program."""
        digest = hashlib.sha256(code_version(*self._packages).encode())
        for one in inputs:
            data = one.encode(errors="surrogatepass")
            digest.update(f"{len(data)}\0".encode())
            digest.update(data)
        return digest.hexdigest()

    def get(self, key: str) -> Any:
        """Return what is kept under a key, here or in the base; None if nothing is."""
        found = self._own(key)
        return self._base.get(key) if found is None and self._base else found

    def _own(self, key: str) -> Any:
        if key not in self._values:
            packed = self._read().get(key)
            if packed is None:
                return None
            try:
                self._values[key] = _unpack(packed)
            except Exception:  # whatever a strange pickle does; the digest makes it unlikely
                self._damaged()
                return None
        self._used.add(key)
        return self._values[key]

    def put(self, key: str, value: Any) -> None:
        """Keep a result, which must not be None, under the key of its inputs."""
        self._values[key] = value
        self._used.add(key)
        self._is_new = True

    def put_packed(self, key: str, content: bytes) -> None:
        """Keep a result that another process of this run has packed (`packed`)."""
        self._read()[key] = content
        self._used.add(key)
        self._is_new = True

    def save(self, *, finished: bool = True) -> None:
        """Write what was used or is new, and let go of the rest.

        Where the work was not `finished`, the rest may be needed yet and stays.
        A folder that cannot be written to is no error: all is worked out again next time.
        """
        used, self._used = self._used, set()
        if not finished and self._path is not None:
            used |= self._read().keys()
        self._values = {key: self._values[key] for key in self._values if key in used}
        if self._path is None or not self._is_new:
            return
        old = self._read()
        every = {key: old[key] if key in old else _pack(self._values[key]) for key in sorted(used)}
        self._packed, self._is_new = every, False
        start = len(_HEADER) + _DIGEST
        buffer = io.BytesIO(_HEADER + bytes(_DIGEST))
        buffer.seek(start)
        pickle.dump(every, buffer, protocol=5)
        whole = buffer.getbuffer()  # as large as all that is kept: it is not copied once more
        whole[len(_HEADER) : start] = hashlib.sha256(whole[start:]).digest()
        with suppress(KbError):
            write_whole(self._path, whole)

    def _read(self) -> dict[str, bytes]:
        if self._packed is None:
            self._packed = {}
            assert self._path is not None
            try:
                content = self._path.read_bytes()
            except OSError:
                return self._packed
            start = len(_HEADER) + _DIGEST
            digest = hashlib.sha256(content[start:]).digest()
            if content[:start] != _HEADER + digest:
                self._damaged()
                return self._packed
            self._packed = _as_results(content[start:])
        return self._packed

    def _damaged(self) -> None:
        self._packed, self._is_new = {}, True
        self._say(f"{self._path}: damaged: what it kept is worked out again")


def _as_results(content: bytes) -> dict[str, bytes]:
    try:
        found = _unpack(content)
    except Exception:
        return {}
    return found if isinstance(found, dict) else {}


def packed(value: Any) -> bytes:
    """Return a result as bytes, for `Kept.put_packed`."""
    return _pack(value)


def _pack(value: Any) -> bytes:
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = {MappingProxyType: _read_only_parts}
    pickler.dump(value)
    return buffer.getvalue()


def _unpack(content: bytes) -> Any:
    return _Reader(io.BytesIO(content)).load()


def _read_only_parts(mapping: Mapping[str, Any]) -> tuple[Any, ...]:
    return _read_only, (dict(mapping),)


def _read_only(mapping: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(mapping)


class _Reader(pickle.Unpickler):
    """Makes the data classes and enumerations of the content, and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class by its name.

        Raises:
            pickle.UnpicklingError: it is none that results are made of.
        """
        if (module, name) == (__name__, _read_only.__name__):
            return _read_only
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if module.startswith(_OURS) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a result")
