"""Front matter is read with the line of each field, and refused with the line of the fault."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb.content.frontmatter import (
    MAX_FRONT_MATTER,
    MAX_YAML,
    YamlError,
    read_frontmatter,
    read_yaml,
)
from tests.conftest import FIXTURES
from tests.port import Case, read_cases, write_expected
from tests.strategies import plain_data

CASES = read_cases(FIXTURES / "frontmatter" / "yaml.md")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_faults(case: Case, update_golden: bool) -> None:
    """Each fault is told with its line, what was found and the mend."""
    with pytest.raises(YamlError) as raised:
        read_frontmatter(case.given)
    if update_golden:
        write_expected(case, str(raised.value))
        return
    assert str(raised.value) == case.expected


def test_lines_are_those_of_the_file() -> None:
    """Fields, inner fields and items know the line on which they stand."""
    matter = read_frontmatter("---\ntitle: A\nnow:\n  seen:\n    - x\n    - y\n---\n\nBody\n")
    assert dict(matter.lines) == {
        "title": 2,
        "now": 3,
        "now.seen": 4,
        "now.seen[0]": 5,
        "now.seen[1]": 6,
    }
    assert (matter.body, matter.body_line) == ("\nBody\n", 8)


def test_scalars_are_read_as_editors_mean_them() -> None:
    """Dates and `no` stay text; whole and decimal numbers are numbers."""
    read = read_yaml(
        "a: 2024-10-25\nb: no\nc: 15\nd: 1.5\ne: -3\nf: 007\ng: true\nh:\n"
        "i: '15'\nj: 1_000\nk: 12:30\n"
    )
    assert read.value == {
        "a": "2024-10-25",
        "b": "no",
        "c": 15,
        "d": 1.5,
        "e": -3,
        "f": "007",
        "g": True,
        "h": None,
        "i": "15",
        "j": "1_000",
        "k": "12:30",
    }


def test_double_quotation_marks_on_one_line_are_known() -> None:
    """A quote of a result must be written so."""
    read = read_yaml('a: "x"\nb: \'x\'\nc: x\nd: "x\n  y"\n')
    assert read.quoted == {"a"}


@pytest.mark.parametrize(
    ("text", "whole", "line"),
    [
        ("a: b\narea: Ely #1\n", "Ely #1", 2),
        ("colour: #0b3c49\n", "#0b3c49", 1),
        ("first:\n  - é –\n  - next to ü   #two more\n", "next to ü #two more", 3),
        ("m: [a, b #c\n]\n", "b #c", 1),
        ("m: {do: x, at: y #z\n}\n", "y #z", 1),
        ("a: Ely #(the city)\n", "Ely #(the city)", 1),
        ("a: >- #4\n  of the wolds\n", "of the wolds #4", 1),
        ("a: over two\r\n  lines #9\r\nb: c\r\n", "over two lines #9", 1),
    ],
)
def test_words_behind_a_sign_are_not_lost(text: str, whole: str, line: int) -> None:
    """YAML takes them for a remark without a word."""
    with pytest.raises(YamlError) as caught:
        read_yaml(text)
    assert (caught.value.fault, caught.value.line) == ("lost-words", line)
    assert caught.value.found.startswith(f'"{whole}", of which')


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: Ely # the city\n", {"a": "Ely"}),
        ("a: # what comes first\n  - b\n", {"a": ["b"]}),
        ('a: "Ely #1"\n', {"a": "Ely #1"}),
        ("a: 'b' #c\n", {"a": "b"}),
        ("#a: b\nc: d#e\n", {"c": "d#e"}),
        ("a: |\n  b #c\n", {"a": "b #c\n"}),
    ],
)
def test_a_remark_is_one(text: str, value: object) -> None:
    """With a space after its sign, on a line of its own, or where nothing is lost."""
    assert read_yaml(text).value == value


def test_what_may_be_a_remark_or_a_part_of_the_text_is_kept() -> None:
    """Behind words, not behind an identifier, and not where a draft says what is to do."""
    read = read_yaml(
        "a: Rota # 4 of the wolds\nb: closed # in May\nc:\n  - the two of us # and more\n"
        "d: Ely  # to do: look again\ne: [a, b] # who else\nf: 'Ely' # the city\n"
    )
    assert dict(read.remarks) == {
        "a": "Rota # 4 of the wolds",
        "c[0]": "the two of us # and more",
    }


def test_a_large_front_matter_is_refused_before_it_is_parsed() -> None:
    """Size is bounded, so that a hostile file costs no time."""
    text = f"---\ntitle: {'x' * MAX_FRONT_MATTER}\n---\n"
    with pytest.raises(YamlError) as raised:
        read_frontmatter(text)
    assert str(raised.value) == (
        "line 1: too-large: found a front matter of 65,544 characters; shorten it"
    )


def test_a_large_file_is_refused() -> None:
    """The same bound holds for other files, a little higher."""
    with pytest.raises(YamlError) as raised:
        read_yaml("x" * (MAX_YAML + 1))
    assert str(raised.value) == "line 1: too-large: found 1,048,577 characters; shorten it"


def test_a_billion_laughs_are_not_told() -> None:
    """Aliases are refused at the first, so nothing is expanded."""
    bomb = "a: &a [x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 9)}]\n"
        for at in range(9)
    )
    with pytest.raises(YamlError) as raised:
        read_yaml(bomb)
    assert (raised.value.line, raised.value.fault) == (1, "yaml-alias")


def test_deep_nesting_is_refused_without_running_out_of_stack() -> None:
    """Ten thousand brackets are a fault, not a crash."""
    with pytest.raises(YamlError, match="too-deep"):
        read_yaml("a: " + "[" * 10_000 + "]" * 10_000)


def test_a_control_character_is_named() -> None:
    """An unseen character is told by its number and line."""
    with pytest.raises(YamlError) as raised:
        read_frontmatter("---\ntitle: A\narea: be\x07ll\n---\n")
    assert str(raised.value) == "line 3: control-character: found the character U+0007; delete it"


def test_windows_line_ends_count_as_one() -> None:
    """A file saved on Windows has the same fields and lines."""
    matter = read_frontmatter("---\r\ntitle: A\r\narea: B\r\n---\r\nBody\r\n")
    assert matter.fields == {"title": "A", "area": "B"}
    assert matter.lines["area"] == 3
    assert matter.body == "Body\n"


@given(plain_data())
def test_a_round_trip_keeps_the_fields(fields: dict[str, Any]) -> None:
    """What YAML writes from plain fields is read back as those fields."""
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000)
    matter = read_frontmatter(f"---\n{text}---\nBody")
    assert matter.fields == fields
    assert matter.body == "Body"


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_read_or_refused(text: str, framed: bool) -> None:
    """No text brings anything but front matter or one clear fault with its line."""
    whole = f"---\n{text}\n---\n" if framed else text
    assert _line_of_fault(whole) >= 0


def _line_of_fault(text: str) -> int:
    try:
        read_frontmatter(text)
    except YamlError as error:
        return error.line
    return 0
