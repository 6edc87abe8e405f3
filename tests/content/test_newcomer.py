"""Twelve questions of somebody new to each role, answered within a minute.

One tap opens the stop on the role's own roadmap, and there the answer stands; newcomer.yaml lists
question, stop and words. That the search finds them too is measured by tools, not here.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kb.content.read import Reading
from kb.model.documents import DocId, Roadmap, Stop
from kb.text.markdown import sections

QUESTIONS = yaml.safe_load(Path(__file__).with_name("newcomer.yaml").read_text(encoding="utf-8"))
LISTED = [
    pytest.param(role, question, id=f"{role}: {question['ask']}")
    for role, questions in QUESTIONS.items()
    for question in questions
]


def _stop(reading: Reading, role: str, moment: str) -> tuple[Stop, str]:
    """Return a stop of a role's roadmap, and the text of the body below its heading."""
    assert reading.corpus is not None
    roadmap = reading.corpus.documents[DocId(f"roadmaps/{role}")]
    assert isinstance(roadmap, Roadmap)
    texts = [section.plain for section in sections(roadmap.body) if section.heading]
    at = next(at for at, stop in enumerate(roadmap.stops) if stop.moment == moment)
    return roadmap.stops[at], texts[at]


@pytest.mark.parametrize(("role", "question"), LISTED)
def test_the_answer_stands_at_the_stop(
    reading: Reading, role: str, question: dict[str, str]
) -> None:
    """In a task, a fact or the text, and by the time that is given."""
    stop, text = _stop(reading, role, question["stop"])
    tasks = [task for task in stop.tasks if question["words"] in f"{task.do} {task.why}"]
    if "at" in question:
        assert question["at"] in {str(task.at) for task in tasks}
    facts = [fact for fact in stop.facts if question["words"] in fact.says]
    assert tasks or facts or question["words"] in text


@pytest.mark.parametrize("role", QUESTIONS)
def test_there_are_twelve_for_each_role(reading: Reading, role: str) -> None:
    """None twice, and each leads on to pages that are there."""
    assert reading.corpus is not None
    asked = [question["ask"] for question in QUESTIONS[role]]
    assert len(set(asked)) == len(asked) == 12
    for question in QUESTIONS[role]:
        assert all(DocId(page) in reading.corpus.documents for page in question.get("pages", ()))
