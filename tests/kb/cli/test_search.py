"""The command `kb search`: its table, its object, its errors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Kb, Tree

pytestmark = pytest.mark.usefixtures("quick", "tree")


_LONGEST = 2_000
"""The signs of a query that are read."""
NUMBERS = (
    "    Danger to life: call 999 or go to A&E now\n"
    "    Help today with your mental health: call 111 and choose the mental health option\n"
    "    Someone to listen: call Samaritans, free, on 116 123\n"
    "    A counsellor for doctors: call the British Medical Association, free, on 0330 123 1245\n"
    "    Confidential treatment for doctors: call NHS Practitioner Health on 0300 0303 300\n"
)


@pytest.fixture
def indexed(kb: Kb) -> Kb:
    """A `kb` whose index is built."""
    assert kb("index").code == 0
    return kb


def test_hits_in_a_terminal(indexed: Kb) -> None:
    """Rank, title, identifier, snippet and reasons."""
    outcome = indexed("search", "the", "supper", "club")
    assert (outcome.code, outcome.err) == (0, "")
    assert " 1. Fenland & Wash peer circle  casestudies/fenland-peer-circle\n" in outcome.out
    assert "named: The supper club" in outcome.out


def test_options_or_stories_first(indexed: Kb) -> None:
    """Of the first results; without it they stand by their scores."""

    def kinds(*options: str) -> list[str]:
        found = json.loads(indexed("search", "nobody to talk to", "--json", *options).out)
        return [result["kind"] for result in found["results"]]

    best = kinds()
    options = {"signposting", "roadmaps"}
    assert kinds("--first", "options") == sorted(best, key=lambda kind: kind not in options)
    assert kinds("--first", "stories") == sorted(best, key=lambda kind: kind in options)
    assert kinds("--first", "best") == best
    assert indexed("search", "alone", "--first", "none").code == 2


def test_hits_as_json(indexed: Kb) -> None:
    """One object with the fixed keys; the filters are those given."""
    outcome = indexed(
        "search",
        "supper club",
        "--stage",
        "wise-fives",
        "--stage",
        "returner",
        "--json",
        "--limit",
        "1",
    )
    found = json.loads(outcome.out)
    assert found["filters"] == {"stage": ["wise-fives", "returner"]}
    assert [result["id"] for result in found["results"]] == ["casestudies/fenland-peer-circle"]
    assert found["abstained"] is False


def test_the_object_has_its_fixed_keys_and_no_other(indexed: Kb) -> None:
    """Other programs are written to it."""
    found = json.loads(indexed("search", "supper club", "--json").out)
    assert " ".join(found) == "query mode filters abstained distress total facets results help"
    assert list(found["facets"]) == ["kind", "stage", "level", "role", "intervention", "outcome"]
    assert {tuple(count) for counts in found["facets"].values() for count in counts} == {
        ("id", "label", "count")
    }
    for result in found["results"]:
        assert list(result) == [
            *("id", "kind", "title", "summary", "url", "score", "snippet", "reasons")
        ]
        assert all(list(reason) == ["type", "text"] for reason in result["reasons"])


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "***",
        "AND OR NOT",
        '"unclosed ( [ {',
        "title:x~2^3 *? /a+/ \\",
        "a\nb\tc\r\x01\x1b[31m\x7f",
        "-\u202e\u200b\U0001f4a5\ufdfa",
        "supper " * 14_286,
        "q" * 100_000,
        "(a+)+b!" * 14_286,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "../../etc/passwd",
    ],
    ids=range(14),
)
def test_any_query_has_an_answer(indexed: Kb, query: str) -> None:
    """Operators, quotation marks, control characters, 100,000 of them: never an error."""
    outcome = indexed("search", "--json", "--", query)
    assert (outcome.code, outcome.err) == (0, "")
    assert json.loads(outcome.out)["query"] == query[:_LONGEST]
    assert indexed("search", "--", query).code == 0


def test_a_query_that_is_no_text(indexed: Kb) -> None:
    """A byte that is not UTF-8 is a sign that no page has."""
    outcome = indexed("search", "supper\udcff club", "--json")
    assert (outcome.code, json.loads(outcome.out)["query"]) == (0, "supper? club")


def test_a_narrow_terminal(indexed: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    """There lines are broken between words and stay indented; a pipe gets each on one line."""
    piped = indexed("search", "supper club", "--limit", "1").out
    monkeypatch.setenv("COLUMNS", "40")
    assert indexed("search", "supper club", "--limit", "1").out == piped
    monkeypatch.setattr("rich.console.Console.is_terminal", True)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", indexed("search", "supper club", "--limit", "1").out)
    assert shown != piped
    assert shown.split() == piped.split()
    hit = shown.partition("\n\n")[2].partition("\nTo narrow it")[0].splitlines()
    assert max(map(len, hit)) <= 40
    assert all(line.startswith((" 1. ", "    ")) for line in hit if line)


def test_an_unknown_concept_with_signs_that_do_not_print(indexed: Kb) -> None:
    """They reach the terminal as codes."""
    assert indexed("search", "x", "--stage", "a\n\x1b[31m").err == (
        'kb: stage: unknown-concept: found "a\\n\\x1b[31m"; allowed gp-trainee, '
        "newly-qualified, wise-fives, returner\n"
    )


def test_a_content_folder_that_was_named_and_is_not_there(indexed: Kb) -> None:
    """A slip of the pen must not pass for an index without content."""
    outcome = indexed("search", "supper", "--content", "contents")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "kb: contents: found no such folder; allowed a folder of content; run kb where the folder "
        "content is, or name the folder with --content\n"
    )


def test_the_parts_of_a_score(indexed: Kb) -> None:
    """--explain gives them in both forms."""
    assert "situation_words" in indexed("search", "supper club", "--explain").out
    found = json.loads(indexed("search", "supper club", "--explain", "--json").out)
    assert set(found["results"][0]["parts"]) >= {"words", "meaning"}
    assert {"distress", "suggestion", "hints", "nearest"} < set(found)
    assert {"marks", "anchor", "heading"} < set(found["results"][0])


def test_no_hits_is_no_error(indexed: Kb) -> None:
    """A refusal says so, names the nearest needs, and exits with 0."""
    outcome = indexed("search", "zzzz qqqq")
    assert outcome.code == 0
    assert outcome.out.startswith(
        "Nothing here fits well.\nThe nearest things on people's minds:\n"
    )
    assert f"\nHelp at any hour:\n{NUMBERS}" in outcome.out
    found = json.loads(indexed("search", "zzzz qqqq", "--json").out)
    assert found["abstained"] is True
    assert [line["need"] for line in found["help"]][:1] == ["Danger to life"]


def test_the_nearest_pages_where_nothing_fits_well(indexed: Kb) -> None:
    """Those that share a word with what was asked, three at most."""
    outcome = indexed("search", "supper recipes with aubergines and lentils for tonight")
    found = json.loads(
        indexed("search", "--json", "supper recipes with aubergines and lentils for tonight").out
    )
    assert found["abstained"] is True
    titles = [
        f"{rank:2}. {hit['title']}  {hit['id']}" for rank, hit in enumerate(found["results"], 1)
    ]
    first, *lines = outcome.out.splitlines()
    assert first == "Nothing here fits well. The nearest pages, which may help a little:"
    assert 1 <= len(titles) <= 3
    assert lines[: len(titles) + 1] == [*titles, "The nearest things on people's minds:"]


def test_distress_in_a_terminal(indexed: Kb) -> None:
    """The first line points to help, the first hit is help."""
    outcome = indexed("search", "I will kill myself")
    assert outcome.out.startswith(f"If you are in distress or danger now\n{NUMBERS}")
    assert outcome.out.index("GP listening line") < outcome.out.index("Fenland & Wash")
    found = json.loads(indexed("search", "I will kill myself", "--json").out)
    assert found["distress"] is True
    assert found["help"][2] == {
        "need": "Someone to listen",
        "do": "call Samaritans, free, on 116 123",
    }


def test_no_numbers_where_nobody_asked_for_help(indexed: Kb) -> None:
    """What is found stands alone."""
    assert "116 123" not in indexed("search", "supper club").out
    found = json.loads(indexed("search", "supper club", "--json").out)
    assert (found["distress"], found["help"]) == (False, [])


def test_an_unknown_concept(indexed: Kb) -> None:
    """An error with the allowed list and a near match."""
    outcome = indexed("search", "x", "--stage", "wise-five")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        'kb: stage: unknown-concept: found "wise-five"; allowed gp-trainee, newly-qualified, '
        'wise-fives, returner; did you mean "wise-fives"?\n'
    )


@pytest.mark.parametrize("args", [("--limit", "0"), ("--mode", "magic"), ("--no-such",), ()])
def test_wrong_usage(indexed: Kb, args: tuple[str, ...]) -> None:
    """It exits with 2 and says how to use it."""
    outcome = indexed("search", *(("x", *args) if args else ()))
    assert outcome.code == 2
    assert "Usage: kb search" in outcome.err


def test_a_missing_index(kb: Kb) -> None:
    """Never an empty answer."""
    outcome = kb("search", "supper")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "kb: build/index: missing-index: no index here; run `kb index`\n"


def test_a_stale_index(indexed: Kb, tree: Tree) -> None:
    """Content that changed since is found out."""
    tree.replace("casestudies/fenland-peer-circle.md", "worn out", "worn right out")
    outcome = indexed("search", "supper")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "kb: build/index: stale-index: the content has changed since this index was built; "
        "run `kb index`\n"
    )


@pytest.mark.parametrize("left", ["nothing", "the half", "all but the end", "another byte", None])
def test_a_damaged_index(indexed: Kb, tmp_path: Path, left: str | None) -> None:
    """Whichever file is cut short, changed or gone is named."""
    folder = tmp_path / "build" / "index"
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if (name, left) == ("manifest.json", None):
            continue  # then there is no index
        if name in {"cache.npz", "manifest.json"} and left == "another byte":
            continue  # the one is not read by a search, the other then blames another file
        whole = path.read_bytes()
        path.write_bytes(cut(whole, left)) if left else path.unlink()
        outcome = indexed("search", "supper")
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err == (
            f"kb: build/index: damaged-index: {name} is missing or not as it was written; "
            "run `kb index`\n"
        )
        path.write_bytes(whole)
    assert indexed("search", "supper").code == 0


def cut(whole: bytes, left: str) -> bytes:
    """What is left of a file."""
    half = len(whole) // 2
    return {
        "nothing": b"",
        "the half": whole[:half],
        "all but the end": whole[:-2],
        "another byte": whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :],
    }[left]


def test_searching_needs_no_content(indexed: Kb, tree: Tree) -> None:
    """An index that was brought without its content is searched as it is."""
    tree.root.rename(tree.root.with_name("elsewhere"))
    assert indexed("search", "supper club").code == 0
