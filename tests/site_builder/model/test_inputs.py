"""What a page is rendered from, told by a digest."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pytest
from markupsafe import Markup

from kb.model.documents import Kind
from site_builder.hosting import Hosting
from site_builder.model.inputs import digest_of
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.pages.all_pages import all_pages


@dataclass(frozen=True)
class Nothing:
    """Data without fields."""


@dataclass(frozen=True, slots=True)
class One:
    """Data of one field."""

    value: object


@dataclass(frozen=True, slots=True)
class Two:
    """Data of two fields."""

    first: str
    second: str


def page(**changes: object) -> Page:
    """Return a page with a context of every kind of value."""
    values: dict[str, object] = {
        "url": "/a/",
        "template": "a.jinja",
        "title": "A",
        "description": "About a.",
        "context": {
            "text": "x",
            "kinds": (Kind.TOOLKIT,),
            "by": MappingProxyType({"k": [1, None]}),
        },
        "changed": date(2024, 6, 1),
    }
    return Page(**{**values, **changes})  # type: ignore[arg-type]


def sets_in(value: object, place: str) -> list[str]:
    """Return where a value holds sets."""
    if isinstance(value, (set, frozenset)):
        return [place]
    if isinstance(value, Mapping):
        return [one for key in value for one in sets_in(value[key], f"{place}.{key}")]
    if isinstance(value, (list, tuple)):
        return [one for part in value for one in sets_in(part, f"{place}[]")]
    fields = getattr(value, "__dataclass_fields__", ())
    return [one for key in fields for one in sets_in(getattr(value, key), f"{place}.{key}")]


def test_no_page_is_given_a_set(content: SiteContent) -> None:
    """Its order is another in each run, so that the page would be rendered in each build."""
    pages = all_pages(content, related={}, today=date(2024, 6, 1), hosting=Hosting())
    assert len(pages) > 20
    assert [place for one in pages for place in sets_in(one.context, one.url)] == []


def test_equal_values_have_one_digest() -> None:
    """Also where equal values are one object here, and two there."""
    text = "a text of some length"
    twin = "".join(list(text))
    assert text is not twin
    assert digest_of((text, text)) == digest_of((text, twin))
    assert digest_of(page()) == digest_of(page())


@pytest.mark.parametrize(
    "other",
    [
        {"title": "B"},
        {"changed": date(2024, 6, 2)},
        {"changed": None},
        {"listed": False},
        {"context": {"text": Markup("x")}},
        {"context": {"text": "x"}},
        {"context": {"by": MappingProxyType({"k": [1, 0]})}},
        {"context": {"by": MappingProxyType({"k": [True, None]})}},
        {"context": {"kinds": (Kind.ROADMAP,)}},
    ],
)
def test_any_difference_is_another_digest(other: dict[str, object]) -> None:
    """Markup is not text, and the order of a mapping shows."""
    plain = {"context": {"text": "x", "kinds": (Kind.TOOLKIT,)}}
    assert digest_of(page(**other)) != digest_of(page())
    assert digest_of(page(**other)) != digest_of(page(**plain))
    assert digest_of({"a": 1, "b": 2}) != digest_of({"b": 2, "a": 1})
    assert digest_of("ab", "c") != digest_of("a", "bc")


def test_data_classes_of_any_number_of_fields_are_told_apart() -> None:
    """One whose only field is a tuple is not one with the fields of that tuple."""
    alike = [Nothing(), One(("x", "y")), One("x"), Two("x", "y"), Two("y", "x"), ("x", "y")]
    assert len({digest_of(value) for value in alike}) == len(alike)
    assert digest_of(One("x")) == digest_of(One("x"))


def test_what_is_no_data_cannot_be_told() -> None:
    """A function made on the spot may do anything, and a circle has no end."""
    circle: list[object] = []
    circle.append(circle)
    values: tuple[object, ...] = (lambda: 1, (word for word in ("a",)), circle)
    for value in values:
        assert digest_of(page(context={"value": value})) is None


def test_another_process_finds_the_same() -> None:
    """Whatever Python stirs into its hashes."""
    code = (
        "from site_builder.model.inputs import digest_of\n"
        "from kb.model.documents import Kind\n"
        "print(digest_of({'b': Kind.TOOLKIT, 'a': ('x', 1.5)}))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2")
    }
    assert found == {f"{digest_of({'b': Kind.TOOLKIT, 'a': ('x', 1.5)})}\n"}
