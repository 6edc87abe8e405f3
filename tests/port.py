"""Cases in Markdown files: a title, an input and an expected output between lines of one dot.

    A level that does not exist
    .
    casestudies/fenland-peer-circle.md
    - levels: [career-support]
    + levels: [practise-and-networks]
    .
    content/casestudies/fenland-peer-circle.md «levels: [practise-and-networks]»: levels[0]: ...
    .

After markdown-it-py's port tests; the line number of a case is that of its title. The place of a
problem is given by the text of its line, so that no case hangs on the length of a shared page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_PLACE = re.compile(r"^content/([^:]+):(\d+): ")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a file of cases."""

    file: Path
    line: int
    title: str
    given: str
    expected: str

    @property
    def name(self) -> str:
        """A short name for the test's report: file, line and title."""
        return f"{self.file.stem}:{self.line} {self.title}"


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file in order."""
    cases: list[Case] = []
    parts: list[str] = []
    current: list[str] = []
    start = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line != ".":
            if not parts and not current:
                if not line.strip() or line.startswith("#"):
                    continue
                start = number
            current.append(line)
            continue
        parts.append("\n".join(current))
        current = []
        if len(parts) == 3:
            cases.append(Case(path, start, *parts))
            parts = []
    assert not parts, f"{path}:{start}: a case that does not end"
    return cases


def write_expected(case: Case, actual: str) -> None:
    """Put the output of a case in place of what was expected."""
    text = case.file.read_text(encoding="utf-8")
    old, new = _rendered(case, case.expected), _rendered(case, actual)
    assert text.count(old) == 1, case.name
    case.file.write_text(text.replace(old, new), encoding="utf-8")


def _rendered(case: Case, expected: str) -> str:
    return f"{case.title}\n.\n{case.given}\n.\n" + (f"{expected}\n" if expected else "") + "."


def with_text_of_line(message: str, root: Path) -> str:
    """The message of a problem with the text of its line in place of the number.

    Where several lines of the file read the same, it says which of them is meant. A message about
    a file that is not there stays as it is. `root` is the content folder.
    """
    place = _PLACE.match(message)
    if not place or not (root / place.group(1)).is_file():
        return message
    name, number = place.group(1), int(place.group(2))
    lines = [line.strip() for line in (root / name).read_text(encoding="utf-8").split("\n")]
    assert 1 <= number <= len(lines), message
    text = lines[number - 1]
    same = [at for at, line in enumerate(lines, 1) if line == text]
    which = f" ({same.index(number) + 1} of {len(same)})" if len(same) > 1 else ""
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"content/{name} «{short}»{which}: {message[place.end() :]}"
