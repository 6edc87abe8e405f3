"""`kb brief`: Markdown on standard output, or a Word file."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.conftest import Kb


def test_a_brief_is_printed_or_written(kb: Kb, corpus_dir: Path, tmp_path: Path) -> None:
    """The same words in both."""
    page = "casestudies/ely-listening-line"
    printed = kb("brief", page, page, "--title", "Our brief", "--content", str(corpus_dir))
    assert printed.code == 0
    assert printed.out.startswith("# Our brief\n\n1 June 2024.")
    file = tmp_path / "brief.docx"
    assert kb("brief", page, "--docx", str(file), "--content", str(corpus_dir)).code == 0
    words = " ".join(p.text for p in docx.Document(str(file)).paragraphs)
    assert "What is not known" in words


def test_a_page_may_be_named_by_its_file_or_address(kb: Kb, corpus_dir: Path) -> None:
    """Named twice, in two ways, it stands there once."""
    page = "casestudies/ely-listening-line"
    content = ("--content", str(corpus_dir))
    again = (f"content/{page}.md", f"https://example.org/gps/{page}/")
    assert kb("brief", *again, page, *content).out == kb("brief", page, *content).out


def test_a_page_that_is_not_there_is_named(kb: Kb, corpus_dir: Path) -> None:
    """With how one is given."""
    found = kb("brief", "casestudies/nothing", "--content", str(corpus_dir))
    assert found.code == 1
    assert '"casestudies/nothing": found no case study or support option' in found.err


@pytest.mark.parametrize("name", ["brief.pdf", "brief", "brief.doc", ".docx"])
@pytest.mark.parametrize("command", [("brief", "casestudies/ely-listening-line"), ("template",)])
def test_a_word_file_has_a_name_that_opens_it(
    kb: Kb, corpus_dir: Path, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    """Under another ending nothing is written."""
    found = kb(*command, "--docx", str(tmp_path / name), "--content", str(corpus_dir))
    assert (found.code, found.out) == (2, "")
    assert "Invalid value for '--docx': found \"" in found.err
    assert "allowed a name that ends in .docx, as " in found.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("address", ["foo", "example.org", "https://example.org/?a=b"])
@pytest.mark.parametrize(
    "command", [("brief", "casestudies/ely-listening-line"), ("action-plan", __file__), ("mcp",)]
)
def test_an_address_that_no_site_can_have(
    kb: Kb, corpus_dir: Path, command: tuple[str, ...], address: str
) -> None:
    """Is refused in the words of the build, before anything else is looked at."""
    found = kb(*command, "--base-url", address, "--content", str(corpus_dir))
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(f'kb: --base-url: found "{address}"; allowed a full address such ')


@pytest.mark.parametrize(
    "given",
    [
        ("brief", "casestudies/ely-listening-line", "--title"),
        ("brief", "casestudies/ely-listening-line", "--purpose"),
        ("new", "casestudy", "--no-input", "--title"),
        ("new", "casestudy", "--no-input", "--title", "Rota", "--place"),
        ("import", __file__, "--place"),
        ("area", "new", "fens", "--of", "devon", "--contact", "hub@example.org", "--title"),
        ("review", "casestudies/ely-listening-line", "--by"),
        ("source", "add", __file__, "--id", "fen-page", "--page", "--publisher"),
    ],
)
def test_words_that_no_file_can_hold_are_refused(
    kb: Kb, corpus_dir: Path, given: tuple[str, ...]
) -> None:
    """Bytes of a terminal in another encoding, which Python hands on as halves of signs."""
    found = kb(*given, "caf\udce9", "--content", str(corpus_dir))
    assert (found.code, found.out) == (2, "")
    said = f"Error: Invalid value for '{given[-1]}': found \"caf\\udce9\", of which not all is text"
    assert said in found.err
