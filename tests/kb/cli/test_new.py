"""`kb new`: questions, a file, and what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import new_answers
from kb.cli.main import group
from kb.content.frontmatter import read_frontmatter
from tests.conftest import EPOCH, Kb, Tree

ANSWERS = (
    "Fen visiting team",
    "Fen Surgery, Wash Surgery",
    "Fenland",
    "from 2015",
    "not stated",
    "not stated",
    "",
    "Doctors were worn out and going early.",
    "They shared a paramedic.",
    "Nobody counted.",
    "",
    "fen-report",
)


SOURCES = """\
Which source tells it?
  0  our own account, as told here
  1  Fen Report: keeping doctors in the Fens (fen-report)
  2  Marsh Review (marsh-review)
Its number or name: \
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the day `TODAY`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


def ask(tree: Tree, *answers: str) -> Result:
    """Answer the questions about a case study."""
    arguments = ["new", "casestudy", "--content", str(tree.root)]
    return CliRunner().invoke(group, arguments, input="\n".join(answers) + "\n")


def test_questions_become_a_page(tree: Tree) -> None:
    """What is answered stands in the file; what is left for later says what is wanted."""
    done = ask(tree, *ANSWERS)
    assert done.exit_code == 0, done.output
    path = tree.path("casestudies/fen-visiting-team.md")
    matter = read_frontmatter(path.read_text(encoding="utf-8"))
    assert matter.fields["organisations"] == ["Fen Surgery", "Wash Surgery"]
    assert matter.fields["sources"] == [{"source": "fen-report", "place": "whole page"}]
    assert "They shared a paramedic." in matter.body
    assert f"wrote {path}" in done.output
    assert "summary: empty-value: found nothing; give it a value: stands alone" in done.output
    assert f"next: edit the file, then run kb check {path}" in done.output


@pytest.mark.parametrize("answer", ["1", "fen-report", "Keeping doctors", "Fen-reprot"])
def test_a_source_is_chosen_from_a_list(tree: Tree, answer: str) -> None:
    """By number or name, spelt nearly right; what is none of them is asked again."""
    done = ask(tree, *ANSWERS[:-1], "99", "xyz", answer)
    assert done.exit_code == 0, done.output
    assert SOURCES in done.output
    allowed = "allowed a number from 0 to 2, or the name of one of them\n"
    assert f'Error: found "99"; {allowed}' in done.output
    assert f'Error: found "xyz"; {allowed}' in done.output
    text = tree.path("casestudies/fen-visiting-team.md").read_text(encoding="utf-8")
    assert "- source: fen-report\n" in text


def test_a_source_may_be_left_for_later(tree: Tree) -> None:
    """As any other question; the gap says what is wanted."""
    done = ask(tree, *ANSWERS[:-1], "")
    assert done.exit_code == 0, done.output
    assert "sources: empty-value: found nothing; give it a value: the documents" in done.output


def test_ones_own_account_becomes_a_source(tree: Tree) -> None:
    """What was answered proves the page, and stands in the bibliography under a free name."""
    account = " ".join(["Doctors were worn out and went early, nine of them in 2015."] * 3)
    listed = tree.path("bibliography.yaml").read_text(encoding="utf-8")
    taken = listed.split("fen-board-page:")[1].split("fen-news:")[0]
    tree.write("bibliography.yaml", f"{listed}fen-visiting-team-account:{taken}")
    done = ask(tree, *ANSWERS[:7], account, *ANSWERS[8:-1], "0")
    assert done.exit_code == 0, done.output
    own = "fen-visiting-team-account-2"
    assert f"wrote {tree.path(f'fingerprints/{own}')}\n" in done.output
    assert f"wrote {tree.path('bibliography.yaml')}\n" in done.output
    said = f"{own} holds what you answered: a figure that you add later needs a source too\n"
    assert said in done.output
    page = "casestudies/fen-visiting-team.md"
    fields = read_frontmatter(tree.path(page).read_text(encoding="utf-8")).fields
    assert fields["sources"] == [{"source": own, "place": "whole account"}]
    assert fields["now"]["checked_by"] == "Fen Surgery"
    faults = {said.split(": ")[2] for said in tree.messages() if page in said}
    assert faults <= {"empty-value", "to-do", "no-needs"}


def test_an_account_that_is_too_short_is_told_so(tree: Tree) -> None:
    """It proves nothing yet; the page is written all the same."""
    done = ask(tree, *ANSWERS[:-1], "our own account")
    assert done.exit_code == 0, done.output
    assert (
        "your own account has 23 words so far, and 30 or more can prove a page: write it down in "
        "a file, then run kb import FILE --own fen-visiting-team-account --force\n"
    ) in done.output
    assert not tree.path("fingerprints/fen-visiting-team-account").exists()


def test_a_title_is_asked_for_until_it_is_given(tree: Tree) -> None:
    """No answer is lost for want of a name."""
    done = ask(tree, "", "", *ANSWERS)
    assert done.exit_code == 0, done.output
    assert tree.path("casestudies/fen-visiting-team.md").is_file()


def test_without_questions(kb: Kb, tree: Tree) -> None:
    """For other kinds too; every gap is a to-do."""
    outcome = kb("new", "signposting", "--title", "Fen line", "--no-input")
    assert outcome.code == 0
    text = tree.path("signposting/fen-line.md").read_text(encoding="utf-8")
    assert 'who_for:  # to do: who may use it, or "not stated"' in text
    assert "To do: what it is and who runs it, the point first." in text
    assert "things to do:" in outcome.out


def test_a_page_needs_a_title(kb: Kb, tree: Tree) -> None:
    """Its file is named after it."""
    assert tree.root.is_dir()
    outcome = kb("new", "--no-input")
    assert outcome.code == 2
    assert outcome.err.endswith("Error: --title: give one; the page is named after it\n")


def test_a_kind_that_is_none(kb: Kb) -> None:
    """Those that can be drafted are named."""
    outcome = kb("new", "poem", "--no-input")
    assert outcome.code == 2
    assert "'poem' is not one of 'casestudy', 'signposting', 'toolkit'." in outcome.err


def test_no_content_folder(kb: Kb, tmp_path: Path) -> None:
    """Told as ever."""
    assert not (tmp_path / "content").exists()
    outcome = kb("new", "--title", "X", "--no-input")
    assert outcome.code == 1
    assert outcome.err == (
        "kb: content: found no such folder; allowed a folder of content; "
        "run kb where the folder content is, or name the folder with --content\n"
    )


def test_answers_are_kept_when_somebody_stops(tree: Tree) -> None:
    """And the questions go on from them; when the page is written they are gone."""
    stopped = ask(tree, *ANSWERS[:6])
    kept = tree.root.parent / "drafts/new-casestudy.json"
    assert stopped.exit_code == 1
    assert f"your answers are kept in {kept}: run kb new casestudy to go on from them" in (
        stopped.output
    )
    done = ask(tree, "y", *ANSWERS[6:])
    assert done.exit_code == 0, done.output
    matter = read_frontmatter(
        tree.path("casestudies/fen-visiting-team.md").read_text(encoding="utf-8")
    )
    assert matter.fields["area"] == "Fenland"
    assert "They shared a paramedic." in matter.body
    assert not kept.exists()


def test_somebody_else_may_begin_anew(tree: Tree) -> None:
    """The answers that were kept stay where they are."""
    ask(tree, *ANSWERS[:3])
    done = ask(tree, "n", "Wold team", *ANSWERS[1:])
    assert done.exit_code == 0, done.output
    assert tree.path("casestudies/wold-team.md").is_file()
    assert (tree.root.parent / "drafts/new-casestudy.json").is_file()


def test_a_name_that_is_taken_is_told_at_once(tree: Tree) -> None:
    """Not after twelve answers."""
    done = ask(tree, "Fenland peer circle!", *ANSWERS)
    assert done.exit_code == 0, done.output
    assert "casestudies/fenland-peer-circle is there already: give another title\n" in done.output


def test_a_title_given_beforehand_is_asked_for_again_if_it_is_taken(tree: Tree) -> None:
    """At the beginning, and also when somebody goes on from answers kept before."""
    arguments = ["new", "casestudy", "--content", str(tree.root)]
    told = "casestudies/ely-listening-line is there already: give another title\n"
    given = [*arguments, "--title", "Ely listening line"]
    done = CliRunner().invoke(group, given, input="\n".join(ANSWERS) + "\n")
    assert done.exit_code == 0, done.output
    assert told in done.output.partition("Who did it?")[0]
    stopped = CliRunner().invoke(group, arguments, input="Wold team\nWold Surgery\n")
    assert stopped.exit_code != 0
    ely = tree.path("casestudies/ely-listening-line.md")
    tree.write("casestudies/wold-team.md", ely.read_text(encoding="utf-8"))
    again = ask(tree, "y", "Wold team of two", *ANSWERS[2:])
    assert again.exit_code == 0, again.output
    assert "casestudies/wold-team is there already" in again.output
    assert tree.path("casestudies/wold-team-of-two.md").is_file()


def test_a_page_that_cannot_be_written_loses_no_answer(tree: Tree) -> None:
    """Whatever the reason."""
    arguments = ["new", "casestudy", "--content", str(tree.root), "--id", "Not a name"]
    done = CliRunner().invoke(group, arguments, input="\n".join(ANSWERS) + "\n")
    assert done.exit_code == 1
    assert (tree.root.parent / "drafts/new-casestudy.json").is_file()
    assert ask(tree, "y", "", "").exit_code == 0


def test_pasted_lines_are_one_answer(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal has the next line already when the first has been read."""
    told = "We met.\nWe agreed.\n\nWe began."
    waiting = iter([*[False] * 8, True, True, True])
    monkeypatch.setattr(new_answers, "is_waiting", lambda: next(waiting, False))
    done = ask(tree, *ANSWERS[:8], told, *ANSWERS[9:])
    assert done.exit_code == 0, done.output
    body = tree.path("casestudies/fen-visiting-team.md").read_text(encoding="utf-8")
    assert f"## What they did\n\n{told}\n" in body
    assert "Nobody counted." in body


@pytest.mark.parametrize(
    ("answer", "read"),
    [("A; B, C Ltd", ["A", "B, C Ltd"]), ("A, B", ["A", "B"]), ("A and B", ["A and B"])],
)
def test_organisations_are_split_at_commas_or_semicolons(
    tree: Tree, answer: str, read: list[str]
) -> None:
    """Semicolons first, since names have commas."""
    assert ask(tree, ANSWERS[0], answer, *ANSWERS[2:]).exit_code == 0
    text = tree.path("casestudies/fen-visiting-team.md").read_text(encoding="utf-8")
    assert read_frontmatter(text).fields["organisations"] == read
