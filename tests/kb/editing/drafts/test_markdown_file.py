"""`kb.editing.drafts.markdown_file`: Markdown of other programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.editing.drafts.convert import read_file


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("> 50 GPs stayed.", "\\> 50 GPs stayed."),
        ("> 50 GPs\n> stayed.", "> 50 GPs\n> stayed."),
        ("#Results\n\nText.", "# Results\n\nText."),
        ("#1 of all", "#1 of all"),
        ("• a\n• b", "- a\n- b"),
        (
            "Nine[^a] stayed.\n\nMore.\n\n[^a]: By the payroll.",
            "Nine[^a] stayed.\n\nMore.\n\n[^a]: By the payroll.",
        ),
        (
            "Nine[^a] stayed[^b].\n\nMore.\n\n[^a]: By the payroll.",
            "Nine¹ stayed[^b].\n\nTo do: put the note ¹ in its place.\n\n¹ By the payroll.",
        ),
        (
            "Nine[^a]<br>stayed.\n\n[^a]: By the payroll.",
            "Nine¹",
        ),
        ("![GPs](x.png)", "To do: a picture stood here (“GPs”): say in words what it shows."),
        ("In 2020<sup>3</sup>", "In 2020³"),
        ("See [it][r].\n\n[r]: https://a.example/", "See [it](https://a.example/)."),
    ],
)
def test_what_it_meant_is_kept(tmp_path: Path, text: str, made: str) -> None:
    """Or stands in a to-do in its place."""
    file = tmp_path / "a.md"
    file.write_text(text, encoding="utf-8")
    assert read_file(file).markdown.startswith(made)


def test_struck_out_text_is_named(tmp_path: Path) -> None:
    """It was taken back."""
    file = tmp_path / "a.md"
    file.write_text("We kept ~~12~~ 9.", encoding="utf-8")
    found = read_file(file)
    assert "12" not in found.markdown
    assert found.left_out == ("struck-out text: “12”",)
