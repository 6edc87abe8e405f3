"""Results on pages, and what case studies say together."""

from __future__ import annotations

from kb.model.documents import CaseStudy, DocId
from site_builder.model.site_content import SiteContent
from site_builder.views.evidence import (
    intervention_summary,
    nothing_stated,
    outcome_summary,
    result_views,
)


def case(content: SiteContent, slug: str) -> CaseStudy:
    """Return a case study."""
    found = content.get(DocId(f"casestudies/{slug}"))
    assert isinstance(found, CaseStudy)
    return found


def test_results_stand_with_the_strongest_evidence_first(content: SiteContent) -> None:
    """Those of one level keep their order."""
    views = result_views(content, case(content, "marsh-and-wolds-mentoring").results)
    assert [view.grade.level for view in views] == [5, 4, 3, 2, 2]
    assert views[0].figure == "25%"
    assert views[1].figure == "25%, from 40%"


def test_a_result_tells_group_period_and_method_even_if_not_stated(content: SiteContent) -> None:
    """What is missing is part of the result."""
    views = result_views(content, case(content, "fenland-peer-circle").results)
    assert views[0].details == (
        ("Group", "GPs of the circle"),
        ("Period", "the first year"),
        ("How it was found", "Not stated"),
    )
    assert views[1].details[-1] == ("How many answered", "10")
    assert (views[0].source_title, views[0].source_url) == (
        "Fen Report: keeping doctors in the Fens",
        "/sources/#fen-report",
    )


def test_an_intervention_sums_up_its_case_studies(content: SiteContent) -> None:
    """Counts by label, and whether any had a comparison."""
    found = intervention_summary(content, "mentoring")
    assert [entry.card.title[:9] for entry in found.cases] == ["Mentoring", "Fenland &"]
    assert found.sentences == (
        "2 case studies together report 9 results: 4 measured, 4 reported and 1 hoped for.",
        "1 of them is compared with a similar group without the scheme.",
    )
    assert [(row.outcome.id, row.cases, row.grade.level) for row in found.outcomes] == [
        ("gps-retained", 1, 5),
        ("sessions-gained", 2, 3),
        ("isolation-reduced", 1, 2),
        ("workload-reduced", 1, 2),
    ]


def test_a_hope_is_listed_under_its_outcome_and_never_counted_as_one(content: SiteContent) -> None:
    """The case study that only hopes comes last."""
    found = outcome_summary(content, "gps-retained")
    assert [entry.results[0].grade.level for entry in found.cases] == [5, 1]
    assert [(row.outcome.id, row.cases) for row in found.outcomes] == [("gps-retained", 1)]


def test_case_studies_without_results_say_so(content: SiteContent) -> None:
    """Rather than an empty list."""
    ely = case(content, "ely-listening-line")
    assert result_views(content, ely.results) == ()
    assert nothing_stated(ely)


def test_an_intervention_that_nobody_tried_has_no_sentence(content: SiteContent) -> None:
    """Coaching has an option and no case study."""
    found = intervention_summary(content, "coaching")
    assert (found.cases, found.sentences) == ((), ())
