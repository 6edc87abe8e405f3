"""What people call the fields and sections of a case study, and which ones they mean.

One table serves Word files, web pages, Markdown and the answers of the issue form; the form on
the site and the issue form use the first label of each. Those of whole fields are in
`kb.model.fields`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.model.fields import FIELDS

FIELD_LABELS: Mapping[str, tuple[str, ...]] = {
    **{field.key: field.labels for field in FIELDS if field.labels},
    "now.note": ("Where this stands now", "Now", "Current position", "What has happened since"),
    "now.as_at": ("Known as at", "As at"),
    "now.checked_by": ("Who checked", "Checked by"),
}
"""The labels of each field and of those within `now`, the one that forms show first."""

SECTION_LABELS: Mapping[str, tuple[str, ...]] = {
    "The problem": (
        "Problem",
        "Background",
        "Context",
        "The challenge",
        "Challenge",
        "The issue",
        "Introduction",
        "Why",
        "Why we did it",
        "Aim",
        "Aims",
        "Aims and objectives",
        "What was the problem",
        "Background and context",
        "The background",
        "The need",
    ),
    "What they did": (
        "What we did",
        "What was done",
        "Approach",
        "Our approach",
        "Intervention description",
        "Method",
        "Methods",
        "The solution",
        "Solution",
        "Action taken",
        "Actions",
        "The scheme",
        "The project",
        "How it works",
        "How it worked",
        "Description",
    ),
    "What it took": (
        "What it takes",
        "Resources",
        "Resources needed",
        "What was needed",
        "Investment",
        "Time and money",
        "Cost and funding",
    ),
    "What changed": (
        "Results",
        "Result",
        "Outcome",
        "Outcomes",
        "Impact",
        "Benefits",
        "Findings",
        "Evaluation",
        "Achievements",
        "What difference did it make",
        "The difference it made",
        "What happened",
        "Key results",
        "Results and impact",
        "Outcomes and impact",
        "What we achieved",
    ),
    "What they learned": (
        "What we learned",
        "What we learnt",
        "Lessons",
        "Lessons learned",
        "Lessons learnt",
        "Learning",
        "Key learning",
        "Reflections",
        "Challenges and learning",
        "Key learning points",
        "Learning points",
    ),
    "Try it yourself": (
        "Tips",
        "Top tips",
        "Recommendations",
        "Advice to others",
        "Next steps",
        "How to do it",
    ),
    "Who to talk to": (
        "Contact",
        "Contacts",
        "Contact details",
        "Contact us",
        "Get in touch",
        "Further information",
        "Find out more",
        "For more information",
    ),
}
"""What people put over each section of a case study, beside its own heading."""


RIGHTS = "Rights and interests"
"""The heading of the issue form below which rights are given; it is no part of a page."""


def _key(text: str) -> str:
    plain = re.sub(r"^[\d.)\s]+", "", text.casefold().replace("’", "'"))
    return re.sub(r"[^a-z' ]+", " ", plain).strip()


_FIELDS = {_key(label): name for name, labels in FIELD_LABELS.items() for label in labels}
_SECTIONS = {
    _key(label): name for name, labels in SECTION_LABELS.items() for label in (name, *labels)
}


def field_of(label: str) -> str:
    """Return the field that a label means (``now.note`` for an inner one); "" if none."""
    return _FIELDS.get(_key(label), "")


def section_of(heading: str) -> str:
    """Return the section that a heading means; "" if none."""
    return _SECTIONS.get(_key(heading), "")
