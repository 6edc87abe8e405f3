"""`docs/content-model.md` documents every key, and the sections that pages must have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.content.schema import (
    BibliographyModel,
    DistressModel,
    EntryModel,
    concept_model,
    json_schema,
)
from kb.model.documents import Kind, KnownBy, Status, Strength
from kb.model.evidence import RULES, FigureRule, Rule
from kb.model.fields import VOCABULARY_NAMES
from kb.model.sections import LAST_OF_ROADMAP, SECTIONS

DOCS = (Path(__file__).parents[2] / "docs/content-model.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_key_of_a_page(kind: Kind) -> None:
    """Those of the blocks within it too."""
    schema = json_schema(kind)
    keys = {*schema["properties"]}
    for part in schema["$defs"].values():
        keys |= set(part["properties"])
    assert {key for key in keys if key not in DOCS} == set()


def test_every_key_of_the_other_files() -> None:
    """Vocabularies, glossary, bibliography and distress."""
    models = [
        BibliographyModel,
        DistressModel,
        EntryModel,
        *(concept_model(name) for name in VOCABULARY_NAMES),
    ]
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}
    assert {key for key in keys if f"`{key}`" not in DOCS} == set()
    assert {name for name in VOCABULARY_NAMES if f"`{name}`" not in DOCS} == set()


@pytest.mark.parametrize("kind", list(SECTIONS))
def test_every_section_in_order(kind: Kind) -> None:
    """Required ones are bold."""
    shown = [f"**{head.text}**" if head.required else head.text for head in SECTIONS[kind]]
    assert ", ".join(shown) in DOCS
    assert f"**{LAST_OF_ROADMAP.text}**" in DOCS


@pytest.mark.parametrize("rule", RULES, ids=[rule.known_by for rule in RULES])
def test_every_rule_of_evidence(rule: Rule) -> None:
    """The row of a way of knowing names what it alone needs, and the levels it can reach."""
    rows = [line for line in DOCS.splitlines() if line.startswith(f"| `{rule.known_by}` |")]
    assert len(rows) == 1
    _, _, _, needs, level, _ = (cell.strip() for cell in rows[0].split("|"))
    figure = {
        FigureRule.NEEDED: "figure",
        FigureRule.OPTIONAL: "figure optional",
        FigureRule.BARRED: "no figure",
        FigureRule.TWO_VALUES: "`value`, `before`",
    }[rule.figure]
    assert figure in needs
    for field in ("sample", "comparison", "evaluator"):
        assert (f"`{field}`" in needs) == (field in rule.needed)
    reached = {rule.partial, rule.full}
    if rule.full == 5 and "comparison" not in rule.needed:
        reached |= {3, 4}
    assert {int(digit) for digit in re.findall(r"[1-5]", level)} == reached


def test_every_value_of_the_closed_sets() -> None:
    """Ways of knowing, statuses and hedges."""
    values = [*KnownBy, *Status, *Strength]
    assert {str(value) for value in values if f"`{value}`" not in DOCS} == set()
