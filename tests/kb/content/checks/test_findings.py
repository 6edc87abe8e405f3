"""`kb.content.checks.findings`: a figure of a finding is one of its own result, in words too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kb.content.checks.findings import (
    check_figures_in_words,
    check_finding,
    check_note_in_words,
    sign_of,
)
from kb.model.bibliography import Fingerprint
from kb.model.documents import Kind
from kb.text.numbers import numbers
from tests.kb.content.checks.test_figures import PAGE


def finding_faults(**result: Any) -> list[str]:
    """Return what is found in the finding of a result."""
    return [problem.found for problem in check_finding(PAGE, result, "results[0]")]


@pytest.mark.parametrize(
    ("finding", "found"),
    [
        ("Calls fell by 31%.", ['"31"']),
        ("Calls fell by 13%.", []),
        ("Calls fell by 13% at 9 surgeries.", []),
        ("Calls fell by 13% at 8 surgeries.", ['"8"']),
        ("Calls fell by 13%, asked of 44 people, from 210.", []),
        ("Calls fell by half.", ['"half"']),
        ("Calls fell from 210 to a third of it, 70 (our sum).", []),
        ("Calls fell by £13.", ['"£13"']),
        ("Calls fell from 210% by 13%.", ['"210%"']),
        ("Calls fell by 13% in 2019.", []),
        ("Calls fell by 13% in 2020.", ['the year "2020"']),
        ("2019 calls were made, 13% fewer.", []),
        ("1998 calls fewer, or 13%.", ['"1998"']),
        ("Calls fell to 0 and to 1%.", ['"0"', '"1"']),
        ("Calls fell by 13%. That is 26 a week (our sum: 2 × 13).", []),
        ("Two-week-wait calls fell by 13%.", []),
    ],
)
def test_a_finding_has_the_figures_of_its_result(finding: str, found: list[str]) -> None:
    """Those of its fields, its quote and the words beside them, and no others."""
    assert (
        finding_faults(
            finding=finding,
            change=-13,
            before=210,
            sample=44,
            population="9 surgeries by the harbour",
            period="April to June 2019",
            quote="calls to the surgeries fell by 13%",
        )
        == found
    )


def test_a_finding_without_figures_may_have_none() -> None:
    """The message says so."""
    (problem,) = check_finding(
        PAGE, {"finding": "About 70 came.", "quote": "they came"}, "results[4]"
    )
    assert str(problem) == (
        'content/casestudies/harbour.md:1: results[4].finding: figure-not-of-result: found "70"; '
        "allowed the figures of this result: it has none; correct it, quote the words that hold "
        "it, or give it as value, change, before or sample"
    )


@pytest.mark.parametrize(
    ("finding", "quote", "found"),
    [
        ("A quarter of them stayed.", "12% of them stayed", ['"A quarter"']),
        ("A quarter of them stayed.", "25 per cent of them stayed", []),
        ("A quarter of them stayed.", "12 of the 48 stayed", []),
        ("A quarter of them stayed.", "a quarter of them had stayed", []),
        ("Letters doubled.", "letters rose from 30 to 61 a week", []),
        ("Letters doubled.", "letters rose from 30 to 45 a week", ['"doubled"']),
        ("Letters rose fivefold.", "letters rose from 30 to 45 a week", ['"fivefold"']),
        ("Two dozen met.", "24 met", ['"Two"']),
        ("A dozen met, or 12.", "12 met", []),
        ("A hundred met.", "12 met", ['"A hundred"']),
        ("Each had 2½ days.", "each had 2 days", ['"2½"']),
        ("Each had two and a half days.", "each had 2.5 or 2 days", []),
        ("Each had .5 of a day.", "each had 5 days", ['".5"']),
        ("In the third year 4 left, each quarter.", "in the third year 4 left", []),
        ("Twice a week 4 met for a half-day.", "4 met", []),
    ],
)
def test_a_figure_in_words_is_held_to_the_quote(finding: str, quote: str, found: list[str]) -> None:
    """Or to two figures that make its share; ordinals and spans of time are no figures."""
    assert finding_faults(finding=finding, quote=quote) == found


def test_a_year_may_stand_in_a_source() -> None:
    """A finding often dates what its quote does not."""
    result = {"finding": "Calls fell in 2021.", "quote": "calls fell"}
    source = Fingerprint.of("By the summer of 2021 calls had fallen at all of the surgeries.")
    assert list(check_finding(PAGE, result, "results[0]", [source])) == []
    assert len(list(check_finding(PAGE, result, "results[0]"))) == 1


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("12% and 12", ["%", ""]),
        ("10 to 14% and 3–5 per cent", ["%", "%", "%", "%"]),
        ("£5 to £9, £5-9 and 20 pounds", ["£", "£", "£", "£", "£"]),
        ("12 people and 9 percentage points", ["", ""]),
    ],
)
def test_the_sign_of_a_number(text: str, signs: list[str]) -> None:
    """Of the first number of a range too."""
    assert [sign_of(text, number) for number in numbers(text)] == signs


def test_a_figure_in_words_of_a_case_study_is_borne_out() -> None:
    """By a result or a number of a source; else there is a warning with its place."""
    source = Fingerprint.of("Of the doctors at the harbour 25% stayed on for another winter there.")
    text = {"summary": "A quarter stayed. Letters doubled.", "results": []}
    page = replace(PAGE, fields=text, body="Half of them left.\n\nA third of them (our sum) rang.")
    assert [problem.found for problem in check_figures_in_words(page, [source])] == [
        '"doubled"',
        '"Half"',
    ]
    result = {"finding": "Letters went from 20 to 40.", "quote": "letters went from 20 to 40"}
    page = replace(page, fields={**text, "results": [result]})
    assert list(check_figures_in_words(page, [source])) == []
    assert list(check_figures_in_words(replace(page, kind=Kind.TOOLKIT), [])) == []


def test_a_note_without_pages_proves_nothing_in_words() -> None:
    """As it proves no number."""
    found = check_note_in_words(PAGE, "Half of the dozen left; a dozen came in the third year.")
    assert [problem.found for problem in found] == ['"Half"', '"a dozen"']
