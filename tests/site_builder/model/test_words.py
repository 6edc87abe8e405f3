"""Dates, figures and statuses in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.model.corpus import Corpus
from kb.model.documents import (
    ConceptId,
    DocId,
    Figure,
    KnownBy,
    Result,
    SourceId,
    Stands,
    Status,
    Strength,
)
from kb.model.vocabulary import Concept, Taxonomy
from site_builder.model.words import (
    count_text,
    due_date,
    figure_text,
    listed,
    lower_first,
    number_text,
    stated,
    status_view,
    when_text,
)

UNITS = Taxonomy(
    "units",
    tuple(
        Concept(id=ConceptId(name), label=label, about="")
        for name, label in (
            ("gps", "GPs"),
            ("people", "people"),
            ("percent", "%"),
            ("percentage-points", "percentage points"),
            ("pounds", "pounds"),
            ("pounds-a-year", "pounds a year"),
            ("minutes", "minutes"),
            ("sessions-a-week", "sessions a week"),
        )
    ),
)


def result(unit: str, **figures: object) -> Result:
    """Return a counted result with a figure."""
    return replace(
        Result(
            known_by=KnownBy.COUNTED,
            finding="f",
            source=SourceId("s"),
            place="p",
            quote="q",
            unit=ConceptId(unit),
        ),
        **figures,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024", "2024"),
        ("2024-10", "October 2024"),
        ("2024-10-05", "5 October 2024"),
        ("undated", "undated"),
        ("not confirmed after 2019", "not confirmed after 2019"),
        ("April 2017-18", "April 2017-18"),
    ],
)
def test_a_date_reads_as_people_write_it(when: str, said: str) -> None:
    """Whatever is no date stays as it is."""
    assert when_text(when) == said


@pytest.mark.parametrize(
    ("unit", "figures", "said"),
    [
        ("gps", {"value": 9.0}, "9 GPs"),
        ("gps", {"value": 1.0}, "1 GP"),
        ("people", {"value": 1.0}, "1 person"),
        ("gps", {"value": (3.0, 5.0)}, "3 to 5 GPs"),
        ("sessions-a-week", {"change": 15.0}, "15 more sessions a week"),
        ("gps", {"change": -2.0}, "2 fewer GPs"),
        ("minutes", {"change": (-9.0, -4.0)}, "4 to 9 fewer minutes"),
        ("percent", {"value": 63.0, "strength": Strength.OVER}, "over 63%"),
        ("percent", {"change": -80.0, "strength": Strength.UP_TO}, "up to 80% lower"),
        ("percent", {"value": 80.0, "before": 61.5}, "80%, from 61.5%"),
        ("gps", {"value": 12.0, "before": 9.0}, "12 GPs, from 9"),
        ("percentage-points", {"change": 4.0}, "4 percentage points higher"),
        ("pounds", {"value": 1_200_000.0}, "£1.2 million"),
        ("pounds", {"value": 1_234_567.0}, "£1,234,567"),
        ("pounds-a-year", {"change": -30_000.0}, "£30,000 a year less"),
        ("gps", {}, ""),
    ],
)
def test_a_figure_keeps_its_measure_hedge_and_direction(
    unit: str, figures: dict[str, Figure | Strength], said: str
) -> None:
    """A change says more or fewer; a share says higher or lower."""
    assert figure_text(result(unit, **figures), UNITS) == said


def test_numbers_have_no_needless_decimals() -> None:
    """Thousands are separated."""
    assert [number_text(n) for n in (1200, 0.5, 2.25, 3.0)] == ["1,200", "0.5", "2.25", "3"]


def test_a_count_agrees_with_its_noun() -> None:
    """With a plural of its own where the noun has one."""
    assert count_text(1, "page") == "1 page"
    assert count_text(2, "case study", "case studies") == "2 case studies"


def test_a_list_reads_as_a_sentence() -> None:
    """Nothing, one and several."""
    assert [listed(x) for x in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a, b and c"]


def test_not_stated_is_said_with_a_capital() -> None:
    """And nothing at all is said the same way."""
    assert [stated("not stated"), stated(None), stated("£5")] == [
        "Not stated",
        "Not stated",
        "£5",
    ]


def test_a_page_is_due_from_the_older_of_its_two_dates(corpus: Corpus) -> None:
    """Months later, on the last day of a shorter month."""
    document = corpus.documents[DocId("casestudies/fenland-peer-circle")]
    older = replace(
        document,
        review_in=6,
        reviewed=date(2024, 9, 30),
        now=replace(document.now, checked=date(2024, 8, 31)),
    )
    assert due_date(older) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("status", "option", "case"),
    [
        (Status.OPEN, "Open, as of 2018", "Running, as of 2018"),
        (Status.CHANGED, "Open, with new rules, as of 2018", "Running, with changes, as of 2018"),
        (Status.CLOSED, "Closed, as of 2018", "Ended, as of 2018"),
        (Status.UNKNOWN, *2 * ("Running in 2018, not confirmed since",)),
    ],
)
def test_a_status_is_said_calmly_with_its_date(
    corpus: Corpus, status: Status, option: str, case: str
) -> None:
    """An option is open or closed, a scheme runs or has ended."""
    for name, said in (
        ("signposting/gp-listening-line", option),
        ("casestudies/fenland-peer-circle", case),
    ):
        document = corpus.documents[DocId(name)]
        now = replace(document.now, status=status, as_at="2018", checked=date(2020, 2, 1))
        view = status_view(replace(document, now=now))
        assert view is not None
        assert f"{view.label}, {view.detail}" == said
        assert view.checked == "checked February 2020"


def test_what_ran_by_an_old_page_is_not_said_to_run(corpus: Corpus) -> None:
    """Unless the law or a standing service is meant, which says so by its label."""
    document = corpus.documents[DocId("signposting/gp-listening-line")]
    now = replace(document.now, status=Status.OPEN, as_at="2018-03", checked=date(2020, 4, 1))
    for stands, key, label in (
        (None, "unknown", "Running in March 2018"),
        (Stands.LAW, "open", "In force"),
        (Stands.SERVICE, "open", "Standing service"),
    ):
        view = status_view(replace(document, now=replace(now, stands=stands)))
        assert view is not None
        assert (view.key, view.label) == (key, label)


def test_a_roadmap_has_no_status(corpus: Corpus) -> None:
    """Nor has a toolkit page."""
    assert status_view(corpus.documents[DocId("roadmaps/partner")]) is None


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Better morale", "better morale"),
        ("A culture of support", "a culture of support"),
        ("GPs came back", "GPs came back"),
        ("I'm alone", "I'm alone"),
        ("I want to lead", "I want to lead"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence_begins_small_unless_it_may_not(label: str, inside: str) -> None:
    """Acronyms and I stay as they are; the article does not."""
    assert lower_first(label) == inside
