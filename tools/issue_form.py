"""Writes the issue form for a case study from the schema and the vocabularies.

python tools/issue_form.py
"""

from __future__ import annotations

from pathlib import Path

from kb.content.clock import today
from kb.content.read_leniently import read_leniently
from kb.editing.drafts.issue_form import issue_form

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / ".github" / "ISSUE_TEMPLATE" / "case-study.yml"


def main() -> None:
    """Write the form."""
    content = read_leniently(ROOT / "content", today=today())
    TARGET.write_text(issue_form(content.reference.vocabularies), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
