"""What the search page shows: every document to be narrowed, and what a script shows in time.

The script is `static/search/page.js`; without it, or where the site was built without search
data, the page is a list that filters.
"""

from __future__ import annotations

from kb.data.settings import load_settings
from kb.model.documents import DocId, Kind
from kb.model.fields import FACETS
from kb.model.kinds import KIND_NAMES
from site_builder.model import permalinks
from site_builder.model.page import Context
from site_builder.model.site_content import SiteContent
from site_builder.tools.guide_reading import read_guide
from site_builder.tools.sheet_rule import NEED_LIMIT
from site_builder.views.listing import listing

_KINDS = (Kind.SIGNPOSTING, Kind.CASE_STUDY, Kind.ROADMAP, Kind.TOOLKIT)
_NEEDS = 10
"""Needs that are named before anything is typed."""
_LISTS = (
    *((KIND_NAMES[kind].title, permalinks.kind_url(kind)) for kind in _KINDS),
    ("What is on your mind?", permalinks.vocabulary_url("needs")),
)


def search_context(content: SiteContent) -> Context:
    """Every document in one list, options and case studies first, as most people want those.

    `needs` are what is on the minds of doctors, of the `need_count` that there are, and `questions`
    the answers that make a signposting sheet, with how many each may have. `urgent` is the help for
    distress, `asked` whom to ask where nothing fits, `lists` where to go when search cannot be had;
    `shown` results are shown at first, and `longest` is the most characters of a query.
    """
    guide = read_guide(content)
    documents = [document for kind in _KINDS for document in content.documents(kind)]
    return {
        "listing": listing(content, documents, FACETS, noun="page", nouns="pages"),
        "urgent": content.cards(document.id for document in content.urgent()),
        "asked": content.cards(map(DocId, guide.ask)),
        "needs": guide.needs[:_NEEDS],
        "need_count": len(content.vocabulary("needs")),
        "questions": (
            ("role", "Role", guide.roles, 1),
            ("stage", "Stage", guide.stages, 1),
            ("moment", "What is happening", guide.moments, 1),
            ("need", "What is on their mind", guide.needs, NEED_LIMIT),
        ),
        "lists": _LISTS,
        "shown": load_settings().shown,
        "longest": load_settings().longest_query,
    }
