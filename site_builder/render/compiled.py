"""Templates compiled before, in this process or another: as Python keeps its own modules.

What Jinja compiles is code, so it is kept where the program itself stands, beside the templates in
``__pycache__``, and not with the results of builds, which hold data alone: whoever can write there
can change the program anyway. Python's own settings for its compiled modules hold here too.

A file is named after the program, Python, Jinja and the text of the template that it was compiled
from or by, and begins with its digest: another program finds none, and a damaged one is passed
over.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from kb.content.files import write_whole
from kb.data.code import code_version
from kb.model.problems import KbError

_DIGEST = 32
_SHOWN = 16
"""Digits of a digest in the name of a file."""


class Compiled(BytecodeCache):
    """Templates that were compiled before, by their text.

    Args:
        folder: where they are kept; made if it is missing. A folder that cannot be written to is
            no fault.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._code: dict[tuple[str, str], bytes] = {}
        self._program = ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what a template was compiled to, if it was."""
        code = self._code.get((bucket.key, bucket.checksum)) or self._read(bucket)
        if code:
            self._code[bucket.key, bucket.checksum] = code
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to, and let go of what others made of it."""
        code = bucket.bytecode_to_string()
        self._code[bucket.key, bucket.checksum] = code
        if sys.dont_write_bytecode:
            return
        path = self._path(bucket)
        with suppress(KbError, OSError):
            for old in self._folder.glob(f"{_name(bucket)}.*.pyc"):
                old.unlink()
            write_whole(path, hashlib.sha256(code).digest() + code)

    def _read(self, bucket: Bucket) -> bytes:
        try:
            content = self._path(bucket).read_bytes()
        except OSError:
            return b""
        code = content[_DIGEST:]
        return code if hashlib.sha256(code).digest() == content[:_DIGEST] else b""

    def _path(self, bucket: Bucket) -> Path:
        if not self._program:
            whole = f"{code_version('site_builder')} {version('jinja2')} {sys.version}"
            self._program = hashlib.sha256(whole.encode()).hexdigest()
        made_from = hashlib.sha256(f"{self._program} {bucket.checksum}".encode()).hexdigest()
        return self._folder / f"{_name(bucket)}.{made_from[:_SHOWN]}.pyc"


def _name(bucket: Bucket) -> str:
    return f"template-{bucket.key[:_SHOWN]}"
