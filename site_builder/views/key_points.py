"""A case study in three lines, worked out from its texts and results: nobody types them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.content.passages import sentences
from kb.model.documents import CaseStudy
from kb.model.evidence import leading
from kb.text.markdown import sections
from site_builder.model.words import sentence_start

NOT_DESCRIBED = "The source does not describe it."
"""The first line where the source describes no problem."""
NO_RESULT = "No result is reported."
"""The third line of a case study without results."""
SHORT = 45
"""A first sentence with fewer characters is joined by the next one."""
LONGEST = 230
"""No sentence is added past so many characters; the first one is never cut."""

_CITED = re.compile(r"\s{0,3}\((?=[^()]*\b(?:toolkit|story|case study|section)\b)[^()]*\)")
_DATED = re.compile(r"^As at \d{4}, (?:and )?")
_DATING = re.compile(
    r"(?:This (?:account|case study) is as at \d{4}|This is (?:its|the) (?:story|picture) as at|"
    r"The (?:account|story|book) is undated)[^,]*$"
)
_SILENT = re.compile(
    r"\b(?:source|toolkit|account|case study|story|book) (?:does not|says (?:little|nothing))"
)
_TURN = re.compile(r"(?:But|Yet|Nor|However)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """Three lines: what was wrong, what was done, what came of it; "" for a missing section."""

    problem: str
    did: str
    changed: str


def gist(case: CaseStudy) -> Gist:
    """The three lines of a case study.

    The first is the first sentence of The problem, without citations; a sentence that only
    dates the account gives way to the next, and where the source is silent the line says so.
    The second is the first sentence of the summary, which says who did what for whom. The
    third is the finding of the result with the strongest evidence.
    """
    texts = {section.heading: section.plain for section in sections(case.body)}
    lead, _ = leading(case.results)
    return Gist(
        problem=_problem(texts.get("The problem", "")),
        did=_opening(sentences(case.summary)),
        changed=lead.finding if lead else NO_RESULT,
    )


def _problem(plain: str) -> str:
    found = [_trimmed(sentence) for sentence in sentences(plain)]
    telling = [text for text in found if not _DATING.match(text)]
    if telling and _SILENT.search(telling[0]):
        return NOT_DESCRIBED
    return _opening(telling)


def _opening(found: Sequence[str]) -> str:
    """The first of some sentences, with the next if it is short or that one takes it back."""
    if not found:
        return ""
    needs_more = len(found) > 1 and (len(found[0]) < SHORT or _TURN.match(found[1]))
    if needs_more and len(" ".join(found[:2])) < LONGEST:
        return " ".join(found[:2])
    return found[0]


def _trimmed(sentence: str) -> str:
    """A sentence that stands alone: citations and date left out, a colon at its end a stop."""
    text = _DATED.sub("", _CITED.sub("", sentence).strip())
    if text.endswith(":"):
        text = text[:-1] + "."
    return sentence_start(text)
