"""What the page of a case study shows, beyond what every document's page does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from kb.model.documents import ANY, CaseStudy
from kb.model.evidence import LEVELS, leading
from kb.model.fields import TAG_FIELDS
from site_builder.model.site_content import SiteContent, Tag
from site_builder.model.words import listed, number_text, stated
from site_builder.views.evidence import ResultView, nothing_stated, result_view, result_views
from site_builder.views.key_points import gist
from site_builder.views.page_text import BodySection, PageText

COST_SECTION = "What it took"
CONTEXT_SECTION = "Would it work here?"
RESULT_SECTION = "What changed"
OPEN_WORDS = 150
"""Words of sections that a phone shows unfolded, beside the three lines and the leading result.

So many fill four screens of 390 by 844 px with them; tools/check_site.py measures it.
"""
_OPEN_FIRST = ("Try it yourself", "What they did", "The problem", COST_SECTION, "Who to talk to")
"""What a reader came for, first what is wanted most."""
_BEFORE_COST = ("The problem", "What they did")
_BEFORE_CONTEXT = (*_BEFORE_COST, COST_SECTION, "What changed", "What they learned")


def case_context(content: SiteContent, case: CaseStudy, text: PageText) -> Mapping[str, object]:
    """A case study: three lines, sections with costs, results and context among them."""
    lead, grade = leading(case.results)
    lines = gist(case)
    head = tuple(
        (label, text.inline(line))
        for label, line in (
            ("The problem", lines.problem),
            ("What they did", lines.did),
            ("What changed", lines.changed),
        )
        if line
    )
    sections = _with_section(text.sections(case.body), COST_SECTION, "what-it-took", _BEFORE_COST)
    sections = _with_section(sections, CONTEXT_SECTION, "would-it-work-here", _BEFORE_CONTEXT)
    results = result_views(content, case.results)
    return {
        "gist": head,
        "setting": tuple(part for part in (case.area, stated(case.when)) if part != "Not stated"),
        "facts": (
            ("Where", case.area),
            ("When", stated(case.when)),
            ("Who ran it", ", ".join(stated(name) for name in case.organisations)),
        ),
        "context_tags": tuple(_context_tags(content, case)),
        "sections": sections,
        "unfolded": unfolded(sections),
        "cost": stated(case.cost),
        "paid_by": stated(case.paid_by),
        "nothing_stated": nothing_stated(case),
        "results": results,
        "other_results": _others(results),
        "lead": result_view(content, lead) if lead else None,
        "grade": grade,
    }


def unfolded(sections: Sequence[BodySection]) -> tuple[str, ...]:
    """The headings of the sections that a phone shows unfolded, in order.

    They are what a reader came for, as far as it fits; the leading result always, and what stands
    before the first heading.
    """
    left = OPEN_WORDS
    found = {"", RESULT_SECTION}
    words = {section.heading: len(section.body_html.striptags().split()) for section in sections}
    for heading in _OPEN_FIRST:
        if heading in words and words[heading] <= left:
            found.add(heading)
            left -= words[heading]
    return tuple(sorted(found))


def _context_tags(content: SiteContent, case: CaseStudy) -> list[tuple[str, tuple[Tag, ...]]]:
    """Level and whom it was for; a case study without stages or roles names none."""
    return [
        (label, content.tags(case, key))
        for key, label in (
            ("levels", "Level"),
            *((field.key, field.readers_label) for field in TAG_FIELDS if field.readers_label),
        )
        if case.tags(key) not in ((), (ANY,))
    ]


def _others(results: Sequence[ResultView]) -> str:
    """How many results there are beside the first, by label: "9 more results: 2 measured"."""
    others = results[1:]
    if not others:
        return ""
    counted = Counter(result.grade.label.lower() for result in others)
    told = [
        f"{number_text(counted[label])} {label}"
        for label in dict.fromkeys(LEVELS[level].label.lower() for level in (5, 2, 1))
        if counted[label]
    ]
    noun = "result" if len(others) == 1 else "results"
    return f"{number_text(len(others))} more {noun}: {listed(told)}"


def _with_section(
    sections: Sequence[BodySection], heading: str, anchor: str, before: Sequence[str]
) -> tuple[BodySection, ...]:
    """The sections with one of a heading among them, which the data fills even without a text.

    It is added behind the last of those named in `before`, or first.
    """
    if any(section.heading == heading for section in sections):
        return tuple(sections)
    after = [at for at, s in enumerate(sections) if s.heading in ("", *before)]
    at = after[-1] + 1 if after else 0
    added = BodySection(heading=heading, anchor=anchor, body_html=Markup(""))
    return (*sections[:at], added, *sections[at:])
