"""A text file of the project in, to be changed and written back with nothing else of it changed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kb.content.files import write_whole
from kb.model.problems import KbError

_MARK = "\ufeff"
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """What a file says, and how it is kept.

    `text` has no mark of its encoding, and each of its lines ends in a line feed. `mark` is the
    mark that the file begins with, or ""; `line_end` is what most of its lines end in.
    """

    path: Path
    text: str
    mark: str = ""
    line_end: str = "\n"

    def write(self, text: str) -> None:
        """Put a changed text in the file, with the mark and the line ends that it had.

        Raises:
            KbError: it cannot be written.
        """
        write_whole(self.path, self.mark + text.replace("\n", self.line_end))


def read_text_file(path: Path) -> TextFile:
    """Return what a file in UTF-8 says.

    Raises:
        KbError: it is in another encoding.
        OSError: it cannot be read.
    """
    data = path.read_bytes()
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KbError(
            f"{path}:{line}: not-utf-8: found the byte 0x{data[error.start]:02x}; allowed text in "
            'UTF-8; save the file again with the encoding "UTF-8"'
        ) from error
    text = whole.removeprefix(_MARK)
    ends = Counter(_LINE_END.findall(text))
    return TextFile(
        path=path,
        text=_LINE_END.sub("\n", text),
        mark=_MARK if whole != text else "",
        line_end=max(ends, key=lambda end: ends[end], default="\n"),
    )
