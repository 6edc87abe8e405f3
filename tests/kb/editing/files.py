"""Files that people send in, made for tests: honest ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx

SITUATIONS = (
    "Home visits eat my whole afternoon and I never get home on time.",
    "I'm a partner of 58 and the visits will be what makes me go.",
    "Could several practices share someone to do the visits?",
    "We can't recruit a partner because of the workload here.",
    "A GP I appraise says visiting is breaking her back and her week.",
    "Our surgery wants a paramedic but cannot fill a post alone.",
)
LABELLED = (
    ("Organisations", "Fen Surgery"),
    ("Where", "Fenland"),
    ("When", "from April 2022"),
    ("Cost", "£48,000 a year for one paramedic"),
    ("Who paid", "the three practices"),
    ("Career stages", "Wise fives"),
    ("Level", "Practices and networks"),
    ("Kind of support", "Portfolio careers"),
)
RESULT = {
    "Finding": "Home visits by partners fell from 100 to 60 a week.",
    "Outcome": "sessions-gained",
    "How it is known": "before-after",
    "Before": "100",
    "Value": "60",
    "Unit": "people",
    "Group": "partners of three practices",
    "Period": "12 months",
    "Method": "not stated",
    "Quote": "Home visits by partners fell from 100 a week to 60 a week",
}
SUMMARY = (
    "Three practices in the Fens share one paramedic to make home visits. Over 12 months partners "
    "did 40 fewer home visits a week between them, counted in the practices’ own records."
)


def word_account(path: Path) -> Path:
    """Write a Word document as a practice manager may: a title, a table, headings, lists."""
    made = docx.Document()
    made.add_heading("Fen visiting team", 0)
    made.add_paragraph(SUMMARY)
    table = made.add_table(rows=0, cols=2)
    for label, value in LABELLED:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    made.add_heading("Background", 1)
    made.add_paragraph("Partners spent two hours a day on home visits.")
    made.add_heading("What we did", 1)
    for step in ("We hired a paramedic.", "We agreed rules for visits."):
        made.add_paragraph(step, style="List Number")
    made.add_heading("Results", 1)
    made.add_paragraph(f"{RESULT['Quote']}, 40 fewer.")
    results = made.add_table(rows=2, cols=len(RESULT))
    for at, (label, value) in enumerate(RESULT.items()):
        results.rows[0].cells[at].text, results.rows[1].cells[at].text = label, value
    made.add_heading("Is this you?", 1)
    for said in SITUATIONS:
        made.add_paragraph(said, style="List Bullet")
    made.add_heading("Where this stands now", 1)
    made.add_paragraph("The team still runs, by the account of those who run it.")
    made.save(str(path))
    return path


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    """Write a packed file with these parts, such as a Word document is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def with_part(path: Path, name: str, data: bytes) -> Path:
    """Write an honest Word document with one part put in or replaced."""
    honest = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("Plain words.")
    made.save(honest)
    with zipfile.ZipFile(honest) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return packed(path, {**parts, name: data})
