"""YAML in, plain data out, with the line of each field; alone imports yaml.

It knows YAML and no field name. Only what a content file needs is read: mappings, lists and
scalars. Dates stay text, `yes` and `no` are words, and a decimal number is a number. Aliases,
tags and a second copy of a key are refused, and so is what is too large or too deep, so that
a hostile file costs no more than a long one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import yaml

from kb.model.problems import ContentFile, KbError, Problem
from kb.text.shorten import shorten
from kb.text.unseen import code_of, first_unseen

MAX_FRONT_MATTER = 64 * 1024
"""Characters of front matter; the longest real one has a tenth of that."""
MAX_BODY = 60_000
"""Characters of the Markdown below it; the longest real one has a seventh of that."""
MAX_PARAGRAPH = 8_000
"""Characters between two empty lines; the longest real one, a table, has under half of that."""
MAX_YAML = 1024 * 1024
"""Characters of a YAML file of its own."""
MAX_DEPTH = 12
"""Lists and mappings within one another; the content model needs five."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHOWN = 60
"""Characters of a text that a problem shows."""
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOST = re.compile(r"[ \t]{0,99}(?P<words>#[^\s#][^\r\n]*)")
"""Words behind a value without quotation marks that YAML takes for a remark."""
_HEAD_LOST = re.compile(r"[|>][-+0-9]{0,2}[ \t]{1,99}(?P<words>#[^\s#][^\r\n]*)")
"""The same behind the sign that begins a text of several lines."""
_REMARK = re.compile(r"[ \t]{1,99}(?P<words>#[ \t]{1,9}(?!to do\b)[^\s#][^\r\n]*)")
_PROSE = re.compile(r"[A-Z]|\S\s")
"""What tells a text from an identifier, a date or a number."""
_PLAIN_TAGS = {None, "!", "tag:yaml.org,2002:str"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Yaml:
    """A YAML text as plain data.

    `lines` maps each field (``results[2].quote`` for inner ones) to its 1-based line;
    `quoted` holds the fields written in double quotation marks on one line; `remarks` maps a field
    of several words to all that stands on its line, where a remark stands behind it.
    """

    value: Any
    lines: Mapping[str, int]
    quoted: frozenset[str]
    remarks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The head of a content file as plain data, and the Markdown below it.

    `lines`, `quoted` and `remarks` are as in `Yaml`, counted from the top of the file; `body_line`
    is the 1-based line on which the body starts.
    """

    fields: Mapping[str, Any]
    body: str
    body_line: int
    lines: Mapping[str, int]
    quoted: frozenset[str]
    remarks: Mapping[str, str]


class YamlError(KbError):
    """A text that cannot be read, as one fault of `docs/problems.md` on one line."""

    def __init__(
        self,
        *,
        line: int,
        fault: str,
        found: str,
        field: str = "",
        allowed: str = "",
        remedy: str = "",
    ) -> None:
        self.line, self.fault, self.field = line, fault, field
        self.found, self.allowed, self.remedy = found, allowed, remedy
        super().__init__(f"line {line}: {fault}: found {found}; {remedy}")

    def problem_in(self, file: ContentFile) -> Problem:
        """Return it as a problem of the file that holds the text."""
        return file.problem(
            self.fault,
            field=self.field,
            line=self.line,
            found=self.found,
            allowed=self.allowed,
            remedy=self.remedy,
        )


def read_frontmatter(text: str) -> FrontMatter:
    """Return the front matter and body of a Markdown text.

    Raises:
        YamlError: there is no front matter, it does not end, or it cannot be read.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].rstrip() != "---":
        raise YamlError(
            line=1,
            fault="no-front-matter",
            found=f'"{shorten(lines[0], _SHOWN)}"' if lines[0].strip() else "an empty first line",
            allowed='"---" alone on the first line',
            remedy='begin the file with its fields between two lines of "---"',
        )
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise YamlError(
            line=1,
            fault="no-front-matter",
            found="a front matter that does not end",
            allowed='"---" alone on a line, twice',
            remedy='add a line of "---" below the last field',
        )
    head = "\n".join(lines[1:end]) + "\n"
    if len(head) > MAX_FRONT_MATTER:
        raise YamlError(
            line=1,
            fault="too-large",
            found=f"a front matter of {len(head):,} characters",
            allowed=f"up to {MAX_FRONT_MATTER:,}",
            remedy="shorten it",
        )
    read = read_yaml(head, first_line=2)
    fields = {} if read.value is None else read.value
    if not isinstance(fields, dict):
        raise YamlError(
            line=2,
            fault="not-a-mapping",
            found="a list" if isinstance(fields, list) else f'"{shorten(str(fields), _SHOWN)}"',
            allowed="fields, as in title: Words",
            remedy="write each field as its name, a colon and a space, and its value",
        )
    body = "\n".join(lines[end + 1 :])
    _check_size(body, end + 2)
    return FrontMatter(
        fields=MappingProxyType(fields),
        body=body,
        body_line=end + 2,
        lines=read.lines,
        quoted=read.quoted,
        remarks=read.remarks,
    )


def _check_size(body: str, first_line: int) -> None:
    """Refuse a body that is too long for a page, or a paragraph too long for a reader.

    Raises:
        YamlError: it is.
    """
    what, most, line = "a page", MAX_BODY, first_line
    if len(body) <= MAX_BODY:
        what, most = "a paragraph", MAX_PARAGRAPH
        too_long = next(_long_paragraphs(body), None)
        if too_long is None:
            return
        line += too_long
    raise YamlError(
        line=line,
        fault="too-large",
        found=f"{what} of more than {most:,} characters",
        allowed=f"up to {most:,}",
        remedy="shorten it, or make two of it",
    )


def _long_paragraphs(body: str) -> Iterator[int]:
    """Yield the 0-based line on which a paragraph gets too long."""
    size = 0
    for at, text in enumerate(body.split("\n")):
        size = size + len(text) + 1 if text.strip() else 0
        if size > MAX_PARAGRAPH:
            yield at


def read_yaml(text: str, *, first_line: int = 1) -> Yaml:
    """Return a YAML text as dicts, lists, str, int, float, bool and None.

    Args:
        text: the YAML; empty text gives None.
        first_line: the line of the file on which `text` starts.

    Raises:
        YamlError: it is broken, too large or too deep, repeats a key, or uses an alias or tag.
    """
    if len(text) > MAX_YAML:
        raise YamlError(
            line=first_line,
            fault="too-large",
            found=f"{len(text):,} characters",
            allowed=f"up to {MAX_YAML:,}",
            remedy="shorten it",
        )
    if control := _CONTROL.search(text):
        raise YamlError(
            line=first_line + text.count("\n", 0, control.start()),
            fault="control-character",
            found=f"the character U+{ord(control.group()):04X}",
            remedy="delete it",
        )
    reader = _Reader(text, first_line)
    return Yaml(
        value=reader.read(),
        lines=MappingProxyType(reader.lines),
        quoted=frozenset(reader.quoted),
        remarks=MappingProxyType(reader.remarks),
    )


@lru_cache(maxsize=16)
def read_yaml_file(text: str) -> Yaml:
    """Return the YAML of a file beside the pages, which several readers ask for; not to be changed.

    Raises:
        YamlError: as `read_yaml`.
    """
    return read_yaml(text)


class _Reader:
    """Builds plain data from the parser's events, so that nothing is expanded on the way."""

    def __init__(self, text: str, first_line: int) -> None:
        self.first_line = first_line
        self._text = text
        self.lines: dict[str, int] = {}
        self.quoted: set[str] = set()
        self.remarks: dict[str, str] = {}
        self._next: Callable[[], Any] = _LOADER(text).get_event
        self._is_suspect = first_unseen(text) is not None
        self._has_escapes = "\\" in text

    def read(self) -> Any:
        """Return the one document of the text."""
        try:
            return self._read()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = self.first_line + (mark.line if mark else 0)
            raise YamlError(
                line=line,
                fault="broken-yaml",
                found=f"text that is not YAML ({error.problem or error.context})",
                remedy=_hint(str(error.problem)),
            ) from error
        except yaml.YAMLError as error:
            raise YamlError(
                line=self.first_line, fault="broken-yaml", found="text that is not YAML"
            ) from error

    def _read(self) -> Any:
        value = None
        seen = False
        while True:
            event = self._next()
            if isinstance(event, yaml.StreamEndEvent):
                return value
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise self._error(event, "broken-yaml", 'a second document after "---"')
                seen = True
                value = self._node(self._next(), "", 1)

    def _node(self, event: Any, path: str, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent):
            raise self._error(
                event, "yaml-alias", f'"*{event.anchor}"', "write the value out", path
            )
        if event.anchor is not None:
            raise self._error(
                event,
                "yaml-alias",
                f'"&{shorten(event.anchor, _SHOWN)}"',
                "put a value that begins with & in double quotation marks",
                path,
            )
        if depth > MAX_DEPTH:
            raise self._error(
                event, "too-deep", f"more than {MAX_DEPTH} levels", "write it flatter", path
            )
        if event.tag not in _PLAIN_TAGS:
            raise self._error(
                event, "yaml-tag", f'"{shorten(event.tag, _SHOWN)}"', "leave the tag out", path
            )
        if path and path not in self.lines:
            self.lines[path] = self._line(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        self._check_unseen(event, path)
        if event.style == '"' and event.start_mark.line == event.end_mark.line:
            self.quoted.add(path)
        plain = not event.style and event.tag is None
        if plain:
            self._check_lost(event, path)
            self._note_remark(event, path)
        elif event.style in {"|", ">"}:
            self._check_lost(event, path)
        return _scalar(event.value) if plain else event.value

    def _mapping(self, path: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise self._error(
                    event, "broken-yaml", "a key that is not a word", "use a plain key", path
                )
            key = event.value
            self._check_unseen(event, path)
            inner = f"{path}.{key}" if path else key
            if key in found:
                raise self._error(
                    event,
                    "duplicate-key",
                    f'"{shorten(key, _SHOWN)}", already on line {self.lines[inner]}',
                    "keep one of the two",
                    inner,
                )
            self.lines[inner] = self._line(event)
            found[key] = self._node(self._next(), inner, depth + 1)
        return found

    def _sequence(self, path: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._node(event, f"{path}[{len(found)}]", depth + 1))
        return found

    def _check_unseen(self, event: Any, path: str) -> None:
        """Refuse a sign that a quoted text hides behind an escape, as ``\\u202e``."""
        may_hide = self._has_escapes and event.style == '"'
        if not (may_hide or self._is_suspect):
            return
        if unseen := first_unseen(event.value):
            raise self._error(
                event,
                "control-character",
                f"the character {code_of(unseen.group())}, written as an escape",
                "delete it",
                path,
            )

    def _check_lost(self, event: Any, path: str) -> None:
        """Refuse ``Ely #1`` and ``#0b3c49`` without quotation marks: YAML drops what begins with #.

        A remark with a space after its sign, as ``Ely # in the fens``, is one.
        """
        is_block = event.style in {"|", ">"}
        behind = _HEAD_LOST if is_block else _LOST
        at = event.start_mark.index if is_block else event.end_mark.index
        if lost := behind.match(self._text, at):
            whole = " ".join(filter(None, (event.value, lost["words"].strip())))
            raise self._error(
                event,
                "lost-words",
                f'"{shorten(whole, _SHOWN)}", of which nothing is read from the sign # on',
                "put the value in double quotation marks, or a space after the # of a remark",
                path,
            )

    def _note_remark(self, event: Any, path: str) -> None:
        """Keep ``Rota # 4 of the wolds``: a remark by its looks, and perhaps a part of the text."""
        if not _PROSE.search(event.value):
            return
        if remark := _REMARK.match(self._text, event.end_mark.index):
            self.remarks[path] = f"{event.value} {remark['words'].strip()}"

    def _line(self, event: Any) -> int:
        return self.first_line + int(event.start_mark.line)

    def _error(
        self, event: Any, fault: str, found: str, remedy: str = "", field: str = ""
    ) -> YamlError:
        return YamlError(
            line=self._line(event), fault=fault, found=found, field=field, remedy=remedy
        )


def _scalar(text: str) -> Any:
    """Return a plain scalar as what it stands for; dates, `yes` and `no` stay text."""
    if text in {"", "~", "null"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text


def _hint(problem: str) -> str:
    """Return the remedy that most often helps with what the parser reports."""
    if "mapping values are not allowed" in problem:
        return (
            'put the value in double quotation marks if it holds ": ", or end the name of the '
            "field on the line above with a colon"
        )
    if "could not find expected ':'" in problem or "expected ':'" in problem:
        return 'end the name of the field with ": ", or put the text above in quotation marks'
    if "invalid Unicode character" in problem:
        return "write the sign itself in place of its escape, such as é for \\u00e9"
    if "escape" in problem:
        return "write \\\\ for each \\, or put the text in single quotation marks"
    if "quoted scalar" in problem or "end of stream" in problem:
        return 'close the quotation mark; within double ones write \\" for a quotation mark'
    if "tab" in problem or "cannot start any token" in problem:
        return "indent with spaces, and put a value that begins with a sign in quotation marks"
    return (
        "look at the indentation, and put values that hold a colon, a # or a quotation mark "
        "in quotation marks"
    )
