"""The pages of the brief and of the action plan, and the data of their scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from kb.model.documents import DocId, Kind
from kb.model.kinds import KIND_NAMES
from kb.planning.action_plan import PLAN_HEADER, STATES
from kb.planning.brief import HOW_TO_READ, LIMITS, MOST, SITE, SOURCES_SHOWN
from kb.planning.checklist import CHECKLIST, THEORY, Question, fairness_questions, questions
from kb.planning.cited import cite
from site_builder.model import permalinks
from site_builder.model.page import Page
from site_builder.model.site_content import SiteContent

DOCX = "docx.js"
"""The script of the docx library, as set-up puts it beside the front end."""
Titled = tuple[str, str]
"""A title and an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with the pages that it names itself, and what the toolkit named in 2019."""

    id: str
    text: str
    then: str
    own: tuple[Titled, ...]


def action_pages(content: SiteContent) -> Iterator[Page]:
    """The action plan and the brief."""
    found = questions(content.corpus)
    groups = _groups(content)
    docx = permalinks.relative(permalinks.BRIEF, permalinks.asset_url(DOCX))
    yield Page(
        url=permalinks.ACTION_PLAN,
        template="action.jinja",
        title="Checklist and action plan",
        description="The toolkit’s questions as a list to work through, and the actions you "
        "choose with owner, dates and measure, as a plan to save, print and hand over.",
        context={
            "docx_url": docx,
            "has_checklist": content.get(CHECKLIST) is not None,
            "states": tuple(STATES.items()),
            "groups": groups,
            **_parts(content, found),
        },
    )
    yield Page(
        url=permalinks.BRIEF,
        template="brief.jinja",
        title="Brief for a board or a bid",
        description="Two sheets from the case studies and options that you choose: cited, graded "
        "and dated, with what is not known.",
        context={"docx_url": docx, "groups": groups},
    )


def _parts(content: SiteContent, found: Sequence[Question]) -> Mapping[str, object]:
    """The questions by part; pages that all questions of a part name stand once, above them."""
    parts, shared = [], {}
    for part in dict.fromkeys(question.part for question in found):
        own = [question for question in found if question.part == part]
        common = [page for page in own[0].others if all(page in q.others for q in own)]
        advice = content.get(own[0].page) if own[0].page else None
        shared[part] = _titled(content, common)
        items = tuple(
            Asked(
                id=q.id,
                text=q.text,
                then=q.then,
                own=_titled(content, [page for page in q.others if page not in common]),
            )
            for q in own
        )
        titled = (advice.title, permalinks.document_url(advice.id)) if advice else None
        parts.append((part, titled, items))
    return {"parts": tuple(parts), "shared": shared}


def _titled(content: SiteContent, pages: Sequence[DocId]) -> tuple[Titled, ...]:
    return tuple(
        (document.title, permalinks.document_url(page))
        for page in pages
        if (document := content.get(page))
    )


def _groups(content: SiteContent) -> tuple[tuple[str, tuple[Titled, ...]], ...]:
    """What can be chosen, by kind: identifiers and titles."""
    return tuple(
        (
            KIND_NAMES[kind].title,
            tuple((str(d.id), d.title) for d in content.documents(kind)),
        )
        for kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING)
    )


def cited_data(content: SiteContent) -> Mapping[str, object]:
    """What is cited of every case study and option, and the fixed sentences of a brief.

    Of the sources those that a brief names; for each other, which it counts, an empty text.
    """
    return {
        "pages": {
            str(document.id): _cited(content, document.id)
            for kind in (Kind.CASE_STUDY, Kind.SIGNPOSTING)
            for document in content.documents(kind)
        },
        "most": MOST,
        "words": {
            "title": "Keeping GPs in practice: what others did",
            "from": f". From “{SITE}”, which is not an NHS website.",
            "limits": LIMITS,
            "how": HOW_TO_READ,
        },
    }


def _cited(content: SiteContent, page: DocId) -> dict[str, object]:
    cited = cite(content.corpus, page)
    left = len(cited.sources) - SOURCES_SHOWN
    return asdict(cited) | {"sources": [*cited.sources[:SOURCES_SHOWN], *[""] * left]}


def action_data(content: SiteContent) -> Mapping[str, object]:
    """The questions, the screening, the prompts and the states of the action plan."""
    return {
        "questions": [
            {"id": question.id, "text": question.text} for question in questions(content.corpus)
        ],
        "fairness": list(fairness_questions(content.corpus)),
        "theory": [list(prompt) for prompt in THEORY],
        "states": dict(STATES),
        "header": list(PLAN_HEADER),
    }
