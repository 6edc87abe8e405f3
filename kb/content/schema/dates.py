"""Date fields: a whole day, or a year, month or day kept as written; never in the future.

Today's date reaches the checks through pydantic's context.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from kb.content.schema.text import fault, shown

_WHEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def _day(value: object, info: ValidationInfo) -> date:
    match = _WHEN.fullmatch(str(value)) if isinstance(value, str) else None
    if match is None or match[3] is None:
        raise fault("bad-date", shown(value), allowed="a whole day, as 2026-11-22")
    return _not_future(_date(match), str(value), info)


def _when(value: object, info: ValidationInfo) -> str:
    text = str(value)
    match = _WHEN.fullmatch(text) if isinstance(value, str | int) else None
    if match is None:
        raise fault("bad-date", shown(value), allowed="2024, 2024-10 or 2024-10-25")
    _not_future(_date(match), text, info)
    return text


def _date(match: re.Match[str]) -> date:
    """Return the first day that a year, month or day covers."""
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise fault("bad-date", shown(match.group()), allowed="a day that exists") from error


def _not_future(day: date, text: str, info: ValidationInfo) -> date:
    today: date | None = (info.context or {}).get("today")
    if today is not None and day > today:
        raise fault(
            "future-date",
            shown(text),
            allowed=f"up to today, {today.isoformat()}",
            remedy="give the date on which it was so",
        )
    return day


def _when_or(word: str) -> PlainValidator:
    def check(value: object, info: ValidationInfo) -> str:
        if value == word:
            return word
        try:
            return _when(value, info)
        except PydanticCustomError as error:
            if error.type != "bad-date":
                raise
            allowed = f"2024, 2024-10, 2024-10-25 or {word}"
            raise fault("bad-date", shown(value), allowed=allowed) from error

    return PlainValidator(check)


_WHEN_SCHEMA = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A whole day, not in the future."""
When = Annotated[str, PlainValidator(_when), WithJsonSchema(_WHEN_SCHEMA)]
"""A year, month or day, kept as written, not in the future."""
WhenOrUndated = Annotated[
    str,
    _when_or("undated"),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|undated)$"}),
]
"""A year, month or day, or `undated`."""
