"""Our style sheets and scripts as a site sends them: without comments and indentation.

Only what can be recognised line by line is removed, so that no parser is needed: comments of style
sheets, lines of scripts that are nothing but a comment (of types too), and white space at the ends
of lines. Our scripts hold no text that goes over lines. The front end comes squeezed and is left
alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

_AS_THEY_ARE = ("nhsuk.css", "nhsuk.js", "qrcode.js")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DOC_COMMENT = re.compile(r"^ */\*\*.*?\*/$", re.DOTALL | re.MULTILINE)
"""A comment of types, on lines of its own."""
_LINE_END = re.compile(r"([{;,])\n")


def squeezed(files: Mapping[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """The files of a site, style sheets and scripts of our own squeezed, the rest as they were."""
    return {
        path: data
        if path.name in _AS_THEY_ARE
        else _style(data.decode()).encode()
        if path.suffix == ".css"
        else _script(data.decode()).encode()
        if path.suffix == ".js"
        else data
        for path, data in files.items()
    }


@lru_cache(maxsize=100)
def _style(text: str) -> str:
    lines = (line.strip() for line in _COMMENT.sub("", text).split("\n"))
    return _LINE_END.sub(r"\1", "\n".join(line for line in lines if line) + "\n")


@lru_cache(maxsize=100)
def _script(text: str) -> str:
    lines = (line.strip() for line in _DOC_COMMENT.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
