"""The pydantic model of a template to fill in: ``content/templates/NAME.md``."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kb.content.schema.pages import Strict
from kb.content.schema.text import Line, ListLength, Size
from kb.content.schema.types import Doc


class TemplateModel(Strict):
    """A template: its title, what it is for, and the pages it is owed to."""

    title: Annotated[Line, Size(80)] = Field(description="Its title, as it heads the document.")
    about: Annotated[Line, Size(300)] = Field(description="Whom it is for and what for.")
    credit: Annotated[list[Doc], ListLength(1)] = Field(
        description="The pages whose idea it is, case studies first."
    )
