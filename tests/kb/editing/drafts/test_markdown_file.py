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
        (">= 50 GPs stayed.", "\\>= 50 GPs stayed."),
        ("- > 50 GPs stayed.\n- few left", "- \\> 50 GPs stayed.\n- few left"),
        ("## Results {#r .x}\n\nText.", "## Results\n\nText."),
        ("Posts\n: nine of 20", "Posts: nine of 20"),
        ("![[rota.png]]", "To do: a picture stood here (“rota.png”)"),
        ("| A | B |\n|---|---|\n| 1 | 2 | 3 |", "| A | B |  |\n|---|---| --- |\n| 1 | 2 | 3 |"),
        ("a | b\nc | d | e", "a | b\nc | d | e"),
        ("~50% and ~60% of H~2~O", "~50% and ~60% of H~2~O"),
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
    for text, gone in (
        ("We kept ~~12~~ 9.", "12"),
        ("We kept ~12~ 9.", "12"),
        ("We kept ~~12 of\nour~~ 9.", "12 of our"),
    ):
        file.write_text(text, encoding="utf-8")
        found = read_file(file)
        assert "12" not in found.markdown
        assert found.left_out == (f"struck-out text: “{gone}”",)


def test_a_comment_is_named(tmp_path: Path) -> None:
    """No page shows it."""
    file = tmp_path / "a.md"
    file.write_text("We kept 9.\n\n<!-- ask Ann: 12? -->\n", encoding="utf-8")
    found = read_file(file)
    assert found.markdown == "We kept 9.\n"
    assert found.left_out == ("a comment in the file: “ask Ann: 12?”",)
