"""The pydantic models of an area: ``content/areas/ID.yaml``."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from kb.content.schema.dates import WhenOrUndated
from kb.content.schema.pages import Strict
from kb.content.schema.reference import https
from kb.content.schema.text import Line, ListLength, OneOf, Size, fault, shown
from kb.content.schema.types import Slug
from kb.model.areas import ContactKind

_OTHER_KINDS = tuple(kind.value for kind in ContactKind if kind is not ContactKind.BOARD)
_MAIL = re.compile(r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,12}")
_LENGTHS = (10, 11)
"""Digits of a number in the United Kingdom, its 0 among them."""


def _telephone(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    if re.fullmatch(r"0[\d -]+", number) and len(digits) in _LENGTHS:
        return number
    allowed = "a number in the United Kingdom with its area code, as 01438 880010"
    raise fault("bad-telephone", shown(number), allowed=allowed)


def check_email(mailbox: str) -> str:
    """Return a mailbox that is written in full."""
    if not _MAIL.fullmatch(mailbox.lower()):
        raise fault("bad-address", shown(mailbox), allowed="a mailbox, as office@example.org")
    return mailbox


def _code(code: str) -> str:
    if not re.fullmatch(r"[A-Z0-9]{3}|E\d{8}", code):
        raise fault("bad-identifier", shown(code), allowed="a code, as QSL or E54000038")
    return code


Name = Annotated[Line, Size(chars=120)]
Names = Annotated[list[Name], ListLength(1, 60)]
Code = Annotated[Line, AfterValidator(_code)]


class _Asked(Strict):
    """What a board and every other contact have."""

    name: Name = Field(description="Its name.")
    address: Annotated[Line, AfterValidator(https)] | None = Field(
        None, description="Its web page; left out where none was found."
    )
    telephone: Annotated[Line, AfterValidator(_telephone)] | None = Field(
        None, description="Its number, where it publishes one."
    )
    email: Annotated[Line, AfterValidator(check_email)] | None = Field(
        None, description="Its mailbox, where it publishes one."
    )
    ask: Annotated[Line, Size(max_words=25)] = Field(description="What a GP can ask it for.")
    quote: Annotated[Line, Size(max_words=25)] = Field(
        description="Words of the source, which bear out that it is there."
    )
    source: Slug = Field(description="The page that says so: an entry of bibliography.yaml.")


class BoardModel(_Asked):
    """The integrated care board of an area."""

    note: Annotated[Line, Size(max_words=45)] | None = Field(
        None, description="What is known of a merger or a cluster, and since when."
    )


class StatusModel(Strict):
    """What is known of a contact."""

    as_at: WhenOrUndated = Field(description="When it was so, or undated.")
    says: Annotated[Line, Size(max_words=30)] = Field(description="What is known, in a sentence.")


class ContactModel(_Asked):
    """Somebody of an area whom a GP can ask."""

    kind: Annotated[str, OneOf(_OTHER_KINDS)] = Field(description="What it is to a GP.")
    status: StatusModel | None = Field(None, description="What is known of it, and since when.")
    to_look_up: bool = Field(
        False, description="Whether it is a list of all of its kind, to find one's own in."
    )


class AreaModel(Strict):
    """An area of England."""

    name: Name = Field(description="Its name, without the word for its board.")
    region: Name = Field(description="The region of England.")
    codes: Annotated[list[Code], ListLength(1)] = Field(description="The board's NHS codes.")
    gss: Annotated[list[Code], ListLength(1)] = Field(description="The board's statistics codes.")
    councils: Names = Field(description="The councils in it; one may lie in two areas.")
    counties: Names = Field(description="The counties and cities by which people know it.")
    towns: Names = Field(description="Towns in it, the largest first.")
    board: BoardModel = Field(description="Its integrated care board.")
    contacts: Annotated[list[ContactModel], ListLength()] = Field(
        description="Who else can be asked: training hub, committees, deanery, schemes."
    )
