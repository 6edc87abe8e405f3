"""What the visitors' tools read in the browser, as classic scripts so that they load from a disk.

Each script sets one property of the window to an object; it holds data alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from kb.model.documents import ANY, NOT_STATED, CaseStudy, Document, SignpostingOption
from kb.model.kinds import KIND_NAMES
from kb.text.markdown import sections
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.model.words import date_text, due_date, stated, status_view
from site_builder.tools.action_pages import action_data, cited_data
from site_builder.tools.area_data import AREA_DATA, AREA_NAMES, area_data, area_names
from site_builder.tools.choose import choice_data
from site_builder.tools.gaps_page import gaps_data
from site_builder.tools.guide import Guide
from site_builder.tools.guide_reading import read_guide
from site_builder.tools.plan_data import plan_data, plan_script
from site_builder.tools.sheet_rule import (
    NEED_LIMIT,
    OPTION_LEAST,
    OPTION_LIMIT,
    STORY_LIMIT,
    WEIGHTS,
)
from site_builder.tools.sheet_view import PHRASES
from site_builder.views.case_study import COST_SECTION
from site_builder.views.evidence import result_views

COMPARE_ROWS: Mapping[str, str] = {
    "kind": "Kind of page",
    "summary": "In short",
    "who": "Who it is for",
    "get": "What you get",
    "took": "What it took",
    "cost": "Cost",
    "changed": "What changed",
    "evidence": "Evidence",
    "area": "Area, or who runs it",
    "when": "When",
    "status": "Does it run?",
    "start": "How to start",
}
"""The rows of a comparison in order, with their headings."""

_EXCERPT_WORDS = 55


def tools_data(content: SiteContent) -> Mapping[str, bytes]:
    """The data scripts of the visitors' tools by file name."""
    guide = read_guide(content)
    return {
        "guide-data.js": _script("kbGuide", guide_data(guide)),
        "compare-data.js": _script("kbCompare", compare_data(content)),
        "gaps-data.js": _script("kbGapData", gaps_data(content)),
        "cited-data.js": _script("kbCited", cited_data(content)),
        "action-data.js": _script("kbActionData", action_data(content)),
        "choose-data.js": _script("kbChoices", choice_data(content)),
        AREA_DATA: _script("kbAreas", area_data(content)),
        AREA_NAMES: _script("kbAreaNames", area_names(content)),
        **{
            plan_script(role): _script(f'kbRoad["{role}"]', road)
            for role, road in plan_data(content).items()
        },
    }


def guide_data(guide: Guide) -> Mapping[str, object]:
    """The guide and the numbers of the choosing rule as plain data."""
    return {
        **asdict(guide),
        "phrases": dict(PHRASES),
        "weights": dict(WEIGHTS),
        "limits": {
            "options": OPTION_LIMIT,
            "option_least": OPTION_LEAST,
            "stories": STORY_LIMIT,
            "needs": NEED_LIMIT,
        },
    }


def compare_data(content: SiteContent) -> Mapping[str, object]:
    """The rows of a comparison, and for each case study and option what stands in them."""
    return {
        "rows": [{"id": row, "label": label} for row, label in COMPARE_ROWS.items()],
        "documents": {
            document.id: {
                "title": document.title,
                "url": permalinks.document_url(document.id),
                "due": due_date(document).isoformat(),
                "due_text": date_text(due_date(document)),
                "cells": cells,
            }
            for document in content.documents()
            if (cells := _cells(content, document))
        },
    }


def _script(name: str, data: object) -> bytes:
    """A script that sets a property of the window; "<" is escaped, so that it may be inlined."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"window.{name} = {text.replace('<', chr(92) + 'u003c')};\n".encode()


def _cells(content: SiteContent, document: Document) -> dict[str, str]:
    """What stands in each row for a document; rows without anything are left out."""
    if isinstance(document, CaseStudy):
        own = _case_cells(content, document)
    elif isinstance(document, SignpostingOption):
        own = {
            "who": stated(document.who_for),
            "get": stated(document.you_get),
            "cost": stated(document.cost_to_gp),
            "area": stated(document.run_by),
            "start": stated(document.how_to_start),
        }
    else:
        return {}
    status = status_view(document)
    shared = {
        "kind": KIND_NAMES[document.kind].label,
        "summary": document.summary,
        "status": f"{status.label}, {status.detail}, checked {date_text(document.now.checked)}"
        if status
        else "",
    }
    return {row: text for row in COMPARE_ROWS if (text := {**own, **shared}.get(row, ""))}


def _case_cells(content: SiteContent, case: CaseStudy) -> dict[str, str]:
    results = result_views(content, case.results)
    lead = results[0] if results else None
    more = len(results) - 1
    cost = stated(case.cost)
    if stated(case.paid_by) != "Not stated":
        cost += f". Paid by: {case.paid_by}"
    ran = ", ".join(case.organisations)
    return {
        "who": _who(content, case),
        "took": next(
            (_excerpt(s.plain) for s in sections(case.body) if s.heading == COST_SECTION), ""
        ),
        "cost": cost,
        "changed": "No result reported"
        if lead is None
        else lead.finding + (f" And {more} more result{'s' if more > 1 else ''}." if more else ""),
        "evidence": f"Evidence {lead.grade.level} of 5: {lead.grade.name}. "
        f"{lead.grade.reason[:1].upper()}{lead.grade.reason[1:]}."
        if lead
        else "Evidence 1 of 5: no result reported.",
        "area": ": ".join([case.area] + ([ran] if ran != NOT_STATED else [])),
        "when": stated(case.when),
    }


def _who(content: SiteContent, case: CaseStudy) -> str:
    """The stages and roles of a case study in words; of one about a practice, its levels."""
    labels = [
        tag.label
        for field in ("career_stages", "roles")
        if getattr(case, field) != (ANY,)
        for tag in content.tags(case, field)
    ]
    return "; ".join(labels or [tag.label for tag in content.tags(case, "levels")])


def _excerpt(text: str) -> str:
    """The first sentences of a text, as many as fit, with an ellipsis if there are more."""
    words = text.split()
    if len(words) <= _EXCERPT_WORDS:
        return " ".join(words)
    cut = words[:_EXCERPT_WORDS]
    ends = [at for at, word in enumerate(cut) if word.endswith((".", "!", "?"))]
    kept = cut[: ends[-1] + 1] if ends else cut
    return f"{' '.join(kept)} …"
