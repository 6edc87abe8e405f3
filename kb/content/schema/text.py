"""Text fields: how long a line may be, how many a list may hold, and the shape of a fault.

Each check raises a fault of `docs/problems.md` with what was found, what is allowed and how to
mend it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from kb.model.documents import NOT_STATED
from kb.model.vocabulary import nearest

_MARKUP = re.compile(r"<[A-Za-z/!?]|\]\(|\*\*|`|&[a-zA-Z]+;|&#")
_SHOWN = 60


def fault(
    name: str, found: str = "", *, allowed: str = "", remedy: str = "", suggestion: str = ""
) -> PydanticCustomError:
    """Return the error that becomes a problem with this fault."""
    context = {"found": found, "allowed": allowed, "remedy": remedy, "suggestion": suggestion}
    return PydanticCustomError(name, "{found}", context)


def shown(value: object) -> str:
    """Return a value as a message quotes it, cut to one short line."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "fields of its own"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
    return f'"{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}"'


def count_words(text: str) -> int:
    """Return how many words a text has: runs between spaces that hold a letter or digit."""
    return sum(any(sign.isalnum() for sign in part) for part in text.split())


def _as_text(value: object) -> object:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value


def _line(text: str) -> str:
    text = text.strip()
    if not text:
        raise fault("empty-value", "nothing", remedy=f'give it a value, or "{NOT_STATED}"')
    if "\n" in text or "\t" in text:
        raise fault("not-one-line", shown(text), allowed="one line", remedy="write it on one line")
    if match := _MARKUP.search(text):
        raise fault(
            "markup-in-text",
            f'"{match.group()}" in {shown(text)}',
            allowed="plain text",
            remedy="leave the marks out, or move them to the body",
        )
    if text != NOT_STATED and text.casefold().strip(" .") == NOT_STATED:
        raise fault("unknown-value", shown(text), allowed=NOT_STATED, suggestion=NOT_STATED)
    return text


Line = Annotated[str, BeforeValidator(_as_text), AfterValidator(_line)]
"""One line of plain text, never empty; a whole number is taken as its figures."""


@dataclass(frozen=True, slots=True)
class Size:
    """How long a text may be, in characters and in words; "not stated" always passes."""

    chars: int = 0
    min_words: int = 0
    max_words: int = 0

    def check(self, text: str) -> str:
        """Return the text if it has a length that is allowed."""
        if text == NOT_STATED:
            return text
        words = count_words(text) if self.min_words or self.max_words else 0
        if self.min_words <= words <= (self.max_words or words) and (
            len(text) <= (self.chars or len(text))
        ):
            return text
        allowed = self.describe()
        if words < self.min_words:
            raise fault("too-short", f"{words} words", allowed=allowed, remedy="say more")
        if self.max_words and words > self.max_words:
            raise fault("too-long", f"{words} words", allowed=allowed, remedy="shorten it")
        raise fault("too-long", f"{len(text)} characters", allowed=allowed, remedy="shorten it")

    def describe(self) -> str:
        """Return the bounds in words: "25 to 50 words, up to 300 characters"."""
        parts = []
        if self.min_words:
            parts.append(f"{self.min_words} to {self.max_words} words")
        elif self.max_words:
            parts.append(f"up to {self.max_words} words")
        if self.chars:
            parts.append(f"up to {self.chars} characters")
        return ", ".join(parts)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Run `check` after the type's own checks."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Give forms the bounds; words are bounded by `x-words`, which is ours."""
        found: dict[str, Any] = handler(schema)
        if self.chars:
            found["maxLength"] = self.chars
        if self.max_words:
            found["x-words"] = [self.min_words, self.max_words]
        return found


@dataclass(frozen=True, slots=True)
class ListLength:
    """How many entries a list may have, none of them twice."""

    least: int = 0
    most: int = 0

    def check(self, items: list[Any]) -> list[Any]:
        """Return the list if it has a length that is allowed and nothing twice."""
        seen: set[str] = set()
        for item in items:
            written = repr(item)
            if written in seen:
                raise fault("repeated-value", shown(item), remedy="name it once")
            seen.add(written)
        allowed = f"{self.least} to {self.most}" if self.most else f"{self.least} or more"
        if self.least == self.most:
            allowed = f"{self.least}"
        if len(items) < self.least:
            raise fault("too-few", str(len(items)), allowed=allowed, remedy="add to the list")
        if self.most and len(items) > self.most:
            raise fault("too-many", str(len(items)), allowed=allowed, remedy="keep the best")
        return items

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Run `check` after the items' own checks."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Give forms the bounds."""
        found: dict[str, Any] = handler(schema)
        found["uniqueItems"] = True
        if self.least:
            found["minItems"] = self.least
        if self.most:
            found["maxItems"] = self.most
        return found


def one_of(value: str, allowed: Sequence[str]) -> str:
    """Return a value of a closed set.

    Raises:
        PydanticCustomError: it is not in the set; a near match is offered.
    """
    if value in allowed:
        return value
    raise fault(
        "unknown-value",
        shown(value),
        allowed=", ".join(allowed),
        suggestion=nearest(value.casefold(), allowed),
    )


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a closed set of words."""

    allowed: tuple[str, ...]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check after the type's own checks."""
        return core_schema.no_info_after_validator_function(
            lambda value: one_of(value, self.allowed), handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """List the words."""
        return {**handler(schema), "enum": list(self.allowed)}


def _true_or_false(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


Truth = Annotated[str, BeforeValidator(_true_or_false), OneOf(("true", "false", "unchecked"))]
"""true, false or unchecked, as a word."""
