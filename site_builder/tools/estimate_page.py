"""The page of the estimate, with what case studies report beside it."""

from __future__ import annotations

from collections.abc import Iterator

from kb.model.documents import CaseStudy, Kind
from kb.model.evidence import grade
from kb.planning.estimate import CANNOT_TELL
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent
from site_builder.tools.choose import short_label
from site_builder.views.evidence import ResultView, result_view

OUTCOMES = ("gps-retained", "intention-to-stay", "gps-returned", "sessions-gained")
"""The outcomes that have to do with staying, in order."""
_MOST = 12


def estimate_page(content: SiteContent) -> Page:
    """The estimate; its figures are the visitor's own."""
    return Page(
        url=permalinks.ESTIMATE,
        template="estimate.jinja",
        title="Estimate",
        description="How many GPs support might keep in a year, and what each would cost, from "
        "your own figures as ranges, with all that the answer rests on.",
        context={
            "stages": tuple(
                short_label(content, "career_stages", stage)
                for stage in content.vocabulary("career_stages").ids
            ),
            "cannot_tell": CANNOT_TELL,
            "reported": tuple(_reported(content))[:_MOST],
        },
    )


def _reported(content: SiteContent) -> Iterator[tuple[ResultView, str, str]]:
    """Results with a figure on staying, the strongest first; no hopes."""
    found = [
        (-grade(result).level, OUTCOMES.index(result.outcome), case.title, case.id, result)
        for case in content.documents(Kind.CASE_STUDY)
        if isinstance(case, CaseStudy)
        for result in case.results
        if result.outcome in OUTCOMES and result.figure is not None and grade(result).level > 1
    ]
    for _, _, title, page, result in sorted(found, key=lambda one: one[:4]):
        yield result_view(content, result), title, permalinks.document_url(page)
