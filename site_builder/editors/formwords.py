"""What the form says of each field, for somebody who has never seen the file that it makes.

The descriptions of the JSON Schema are for writers of files; these stand over them in the form.
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.model.bibliography import OTHER_DOCUMENT, OWN_ACCOUNT

SOURCE_CHOICES: tuple[tuple[str, str], ...] = (
    (OWN_ACCOUNT, "Our own account, as told here"),
    (OTHER_DOCUMENT, "Another document (name it in the next box)"),
)
"""What a case study may rest on beside the documents that are known."""

LABELS: Mapping[str, str] = {
    "results.known_by": "How it is known",
    "results.outcome": "What changed",
    "results.finding": "The result in a sentence",
    "results.value": "Figure",
    "results.change": "Difference",
    "results.before": "Earlier figure",
    "results.unit": "What the figure counts",
    "results.strength": "How exact the figure is",
    "results.population": "Who it counts",
    "results.period": "Over what time",
    "results.method": "How it was measured",
    "results.sample": "How many answered",
    "results.comparison": "Compared with",
    "results.evaluator": "Who evaluated it",
    "results.source": "Which document says so",
    "results.place": "Where in it",
    "results.quote": "Its exact words",
    "sources.source": "Document",
    "sources.place": "Where in it",
    "now.status": "Is it still running?",
    "now.seen": "Pages that show it",
    "now.instead": "Where to send people now",
}
"""The label of a field where it has none that documents share."""

HINTS: Mapping[str, str] = {
    "results.known_by": "The best way in which anyone knows it. The questions below depend on it.",
    "results.outcome": "What it is about. Leave it empty for a count of those who joined.",
    "results.finding": "As a reader should see it: what changed, for which people, and no surer "
    "than the document is.",
    "results.value": "The figure, or the later one of two: 60, 15% or 10 to 20.",
    "results.change": "Instead of a figure: by how much it rose, or fell with a minus before it.",
    "results.before": "The same, measured before.",
    "results.unit": "People, GPs, pounds and so on.",
    "results.strength": "Only if the document says “about”, “nearly” and the like.",
    "results.population": "The group that it is about, or “not stated”.",
    "results.period": "As “the first year”, or “not stated”.",
    "results.method": "The record, survey or analysis behind it, or “not stated”.",
    "results.sample": "A number, or “not stated”.",
    "results.comparison": "The similar group, or the other place.",
    "results.evaluator": "An organisation that did not run it.",
    "results.source": "One of those that you named in the part before.",
    "results.place": "The page, heading or case-study number.",
    "results.quote": "4 to 20 words in a row, copied from the document, the figure among them.",
    "sources.source": "If what you write here is all there is, choose your own account.",
    "sources.place": "The page, heading or case-study number; “whole account” for your own.",
    "now.status": "As far as a page that others can read shows it; otherwise choose “Not known”.",
    "now.as_at": "The year, or year and month, of the newest that you know of it, as 2026-03.",
    "now.checked_by": "A role or organisation, as “the practice manager”; no private name.",
    "now.note": "Two or three sentences on what is known today.",
    "now.seen": "The web address of each page that shows it. None is needed if it is “Not known”.",
    "now.instead": "Only if it has ended: titles of pages of this site.",
}
"""What a field within another wants; `kb.model.fields` has those of whole fields."""

STATUS_LABELS: Mapping[str, str] = {
    "open": "Yes, as described here",
    "changed": "Yes, under another name or on other terms",
    "closed": "No, it has ended",
    "unknown": "Not known",
}
"""The answers to whether it is still running."""
