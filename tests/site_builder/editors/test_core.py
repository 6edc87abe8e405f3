"""`contribute-core.js`, run in Node: the form and `kb check` agree on what is right."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from kb.content.frontmatter import read_frontmatter
from kb.editing.drafts.draft import slug_of
from kb.model.corpus import Corpus
from kb.text.numbers import numbers
from site_builder.editors.pages import Editors, editor_files
from site_builder.hosting import Hosting
from site_builder.model.site_content import SiteContent
from tests.conftest import TODAY, Tree

STATIC = Path(__file__).parents[3] / "site_builder" / "static" / "editors"
NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed")
SCRIPT = """
const fs = require("fs"), vm = require("vm");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
const self = {};
vm.runInNewContext(fs.readFileSync(given.data, "utf8"), {self});
const place = {self};
vm.runInNewContext(fs.readFileSync(given.core, "utf8"), place);
const core = self.KBContribute, form = self.KB_FORM;
if (given.newFile !== undefined) { form.newFile = given.newFile; }
const out = given.calls.map(([name, ...args]) => {
  const bare = ["slug", "figure", "numbersIn", "draftText", "readDraft"].includes(name);
  return bare ? core[name](...args) : core[name](form, ...args);
});
process.stdout.write(JSON.stringify(out));
"""
FIELDS: dict[str, Any] = {
    "title": "Fen: visiting <team>",
    "summary": " ".join(["Twelve doctors of the Fens met for supper and talked."] * 3),
    "organisations": ["Fen Surgery", 'The "Wash"'],
    "area": "Fenland # and Wash",
    "period": "from 2015",
    "cost": "not stated",
    "paid_by": "not stated",
    "career_stages": [],
    "levels": ["system"],
    "roles": [],
    "interventions": ["mentoring"],
    "needs": ["isolation"],
    "moments": [],
    "situations": [f"I am tired and this is number {name} of the six." for name in "abcdef"],
    "sources": [{"source": "fen-report", "place": "The peer circle"}],
    "results": [
        {
            "known_by": "counted",
            "outcome": "sessions-gained",
            "finding": "They worked nine more sessions a week.",
            "change": 9,
            "unit": "sessions-a-week",
            "population": "not stated",
            "period": "not stated",
            "method": "not stated",
            "source": "fen-report",
            "place": "The peer circle",
            "quote": "the group worked nine more sessions a week than they had before it began",
        }
    ],
    "now": {
        "status": "unknown",
        "as_at": "2018",
        "checked_by": "the editors",
        "note": "Nothing newer was found.",
    },
}
SECTIONS = {"The problem": "Too few.", "What they did": "1. One.\n2. Two.", "What changed": "Much."}


@pytest.fixture(scope="module")
def data(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form's data for the invented content."""
    editors = Editors(hosting=Hosting(), today=TODAY)
    path = tmp_path_factory.mktemp("form") / "form-data.js"
    files = editor_files(SiteContent(corpus), editors)
    path.write_bytes(
        b"".join(
            files[PurePosixPath(f"assets/editors/{name}.js")]
            for name in ("form-data", "form-addresses")
        )
    )
    return path


def run(data: Path, *calls: list[Any], **more: Any) -> list[Any]:
    """Call functions of the script and return what they give."""
    given = {
        "data": str(data),
        "core": str(STATIC / "contribute-core.js"),
        "calls": calls,
        **more,
    }
    done = subprocess.run(
        [str(NODE), "-e", SCRIPT],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found: list[Any] = json.loads(done.stdout)
    return found


def form(**fields: Any) -> dict[str, Any]:
    """Return what the form gives, with some fields changed."""
    plain = {**FIELDS, "title": "Fen visiting team", **fields}
    return {"fields": plain, "sections": SECTIONS}


def test_a_full_form_has_nothing_to_do_and_its_file_passes(data: Path, tree: Tree) -> None:
    """What the form lets through, `kb check` lets through."""
    problems, text = run(data, ["check", form()], ["toMarkdown", form(), "2024-06-01"])
    assert problems == []
    tree.write("casestudies/fen-visiting-team.md", text)
    assert tree.messages() == []


def test_odd_signs_survive(data: Path) -> None:
    """Quotation marks, colons, hashes and line ends are read back as they were typed."""
    odd = {**FIELDS, "paid_by": 'a "b": #c\\ \u00a0 é {x} [y] * & ! | > % @ `'}
    (text,) = run(data, ["toMarkdown", {"fields": odd, "sections": SECTIONS}, "2024-06-01"])
    fields = read_frontmatter(text).fields
    for name, value in odd.items():
        if name not in {"now", "moments"}:
            assert fields[name] == value, name
    assert fields["now"]["note"] == "Nothing newer was found."
    assert fields["results"][0]["change"] == 9


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"title": "Ely listening line"},
        {"summary": "Too short"},
        {"summary": " ".join(["word"] * 60)},
        {"area": "**Ely**"},
        {"period": "last year"},
        {"levels": []},
        {"levels": ["system", "career-support", "practices-and-networks"]},
        {"situations": ["Only one of them is here, alas."]},
        {"sources": []},
        {"results": [{"known_by": "counted", "finding": "X.", "source": "fen-report"}]},
        {"results": [{**FIELDS["results"][0], "known_by": "take-up"}]},
        {"results": [{**FIELDS["results"][0], "known_by": "reported"}]},
        {"results": [{**FIELDS["results"][0], "known_by": "before-after"}]},
        {"results": [{**FIELDS["results"][0], "known_by": "surveyed"}]},
        {"results": [{**FIELDS["results"][0], "known_by": "evaluated"}]},
        {"results": [{**FIELDS["results"][0], "value": 9}]},
        {"results": [{**FIELDS["results"][0], "change": "nine"}]},
        {"results": [{**FIELDS["results"][0], "quote": "nine more sessions"}]},
        {"results": [{**FIELDS["results"][0], "source": "marsh-review"}]},
        {"now": {**FIELDS["now"], "status": ""}},
        {"now": {**FIELDS["now"], "status": "open"}},
        {"now": {**FIELDS["now"], "status": "closed", "seen": ["fen-news"]}},
        {"now": {**FIELDS["now"], "as_at": "soon"}},
        {"now": {**FIELDS["now"], "note": ""}},
    ],
    ids=str,
)
def test_what_the_form_refuses_kb_check_refuses(data: Path, tree: Tree, wrong: Any) -> None:
    """And the other way about."""
    given = form(**wrong)
    problems, text = run(data, ["check", given], ["toMarkdown", given, "2024-06-01"])
    assert problems
    assert all(problem["message"] for problem in problems)
    tree.write("casestudies/fen-visiting-team.md", text)
    assert tree.check().errors


ODD_TEXTS = [
    "Each\u200b practice.",
    "Each\u000bpractice\u2028here.",
    "\uf0b7 Each \ue0f1 practice \U000e0fff here.",
    "\ufeffEach prac\u00adtice \u202eturned\u202c.",
    "Text.\n\n## My own\n\nMore.",
    "# My own\n\nMore.",
    "Text.\n\n#### Deep\n\nMore.",
    "Text.\n\n### Own\n\n#### Deeper\n\nMore.",
    "Text.\n\n### Nothing below",
    "Text.\n\n### Nothing below\n\n### Next\n\nMore.",
    "Text\n---\nMore.",
    "Text\n===\nMore.",
    "Text.\n\n---\n\nMore.",
    "- a\n---\nb",
    "See [x](javascript:alert(1)).",
    "See [x](http://fens.example/).",
    "See [x](https://fens.example/).",
    "See [x](somewhere).",
    "See [x](casestudies/nowhere-at-all).",
    "See [x](casestudies/ely-listening-line).",
    "![x](https://fens.example/x.png)",
    "Waits of <2 weeks, a<b.",
    "A <b>bold</b> word.",
    "`<b>` in code.",
    "To do: write it.",
    "- To do: write it.",
    "• one\n• two",
    "> 50 of them",
    "```\n## code\n```",
    "A\u200f b\u2063 c\ufffe d\ufff9 e\U000e0041.",
    "See <http://fens.example/>.",
    "See <https://fens.example/>.",
    "See [x][r].\n\n[r]: http://fens.example/",
    "See [x][r].\n\n[r]: https://fens.example/",
    "See [r][].\n\n[r]: casestudies/nowhere-at-all",
    "[r]: https://fens.example/",
    "See [x](#the-problem) and [y](#own-part).\n\n### Own part\n\nText.",
    "See [x](#no-such-part).",
    "[ ](https://fens.example/)",
    "###",
    "    ### Four blanks",
    "- ### In a list",
    "1. ## In a list",
    "***",
    "- \n- ",
    "**",
    "Kept nine[^1].\n\n[^1]: By the report.",
    "Kept nine[^1].",
    "Kept nine.\n\n[^1]: By the report.",
    "word " * 1_700,
    "line of words\n\n" * 700,
]
ODD_FIELDS: list[dict[str, Any]] = [
    {"title": "Fen \u200b \u202e line\ttab"},
    {"title": "Fen \uf0b7 \U000e0041 \u2800 \U0001d174 e\u0301\u0301\u0301\u0301\u0301 line"},
    {"title": "ELY LISTENING LINE"},
    {"cost": "Not stated"},
    {"cost": "NOT STATED."},
    {"cost": "To do: ask"},
    {"cost": "\x00\x1b[31m"},
    {"area": "null"},
    {"area": "2019"},
    {"area": "~"},
    {"period": "in 2015\x0bto 2016"},
    {"now": {**FIELDS["now"], "as_at": "2031"}},
    {"now": {**FIELDS["now"], "as_at": "2024-13"}},
    {"now": {**FIELDS["now"], "as_at": "2023-02-30"}},
    {"now": {**FIELDS["now"], "note": "It has 417 members."}},
    {"now": {**FIELDS["now"], "as_at": "0000"}},
    {"now": {**FIELDS["now"], "note": "Twenty-five of them met."}},
    {"now": {**FIELDS["now"], "note": "It pays by section 106 and phase 2."}},
    {"now": {**FIELDS["now"], "seen": ["no-such-page"]}},
    {"now": {**FIELDS["now"], "status": "open", "seen": ["fen-news"]}},
    {
        "now": {
            **FIELDS["now"],
            "status": "closed",
            "seen": ["fen-news"],
            "instead": ["casestudies/no-such-page"],
        }
    },
    {"area": "Fen \u200f\u206a\U000e0041"},
    {"organisations": ["", "Fen Surgery"]},
    {"also_called": [""]},
    {"sources": [FIELDS["sources"][0], FIELDS["sources"][0]]},
    {"sources": [FIELDS["sources"][0], {**FIELDS["sources"][0], "place": "page 4"}]},
    {"results": [{**FIELDS["results"][0], "change": [12, 9]}]},
    {"results": [{**FIELDS["results"][0], "change": [9, 9]}]},
    {"results": [{**FIELDS["results"][0], "change": 14}]},
    {"results": [{**FIELDS["results"][0], "change": -9}]},
    {"results": [{**FIELDS["results"][0], "change": 1e21}]},
    {"results": [{**FIELDS["results"][0], "finding": "They worked 77 more sessions."}]},
    {"results": [{**FIELDS["results"][0], "quote": "too few words"}]},
    {"situations": [*FIELDS["situations"][:5], FIELDS["situations"][0]]},
]
_LOOKED_UP = ("unproved-number", "quotation-not-in-source", "copied-words")
"""What needs the text of the sources, which no page of the site has."""


def test_what_kb_check_refuses_the_form_does_not_call_finished(data: Path, tree: Tree) -> None:
    """Odd signs, headings, links, dates and figures; and it refuses nothing that passes."""
    forms = [
        form(title=f"Fen team {at}", **fields) for at, fields in enumerate(map(_titled, ODD_FIELDS))
    ]
    for at, odd in enumerate(ODD_TEXTS):
        forms.append(form(title=f"Fen text {at}"))
        forms[-1]["sections"] = {**SECTIONS, "What they did": odd}
    answers = run(
        data,
        *(["check", one, "2024-06-01"] for one in forms),
        *(["toMarkdown", one, "2024-06-01"] for one in forms),
    )
    said, texts = answers[: len(forms)], answers[len(forms) :]
    for at, text in enumerate(texts):
        tree.write(f"casestudies/zz-{at}.md", text)
    refused: dict[int, list[str]] = {}
    for problem in tree.check().errors:
        match = re.search(r"/zz-(\d+)\.md$", problem.path)
        if match and not (problem.fault in _LOOKED_UP and problem.field in {"", "summary", "cost"}):
            refused.setdefault(int(match[1]), []).append(str(problem))
    silent = {at: found for at, found in refused.items() if not said[at]}
    assert silent == {}
    strict = [forms[at] for at in range(len(forms)) if said[at] and at not in refused]
    assert strict == []
    assert len(refused) > 20


def _titled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != "title"}


@pytest.mark.parametrize("title", ["ELY LISTENING LINE", "fenland & wash PEER circle"])
def test_a_title_that_is_used_is_told(data: Path, title: str) -> None:
    """In whatever letters."""
    (problems,) = run(data, ["check", form(title=title)])
    assert [problem["field"] for problem in problems] == ["title"]


def test_what_editors_look_up_is_told(data: Path) -> None:
    """The form cannot prove a figure or a quotation, and says so."""
    given = form(sources=[{"source": "our-account", "place": "whole account"}], results=[])
    given["sections"] = {
        **SECTIONS,
        "What changed": "We lost 14 of 90. “I have never felt so well.”",
    }
    (told,) = run(data, ["leftToEditors", given])
    assert told == [
        "When you have sent it, 6 figures and 1 quotation will be looked up in the sources that "
        "you name.",
        "An editor makes your own account a source, under a name of its own.",
    ]


def test_what_can_be_saved_can_be_opened(data: Path) -> None:
    """However long it has become."""
    values = {"section:The problem": "words \u2028 " * 60_000}
    (text,) = run(data, ["draftText", values])
    assert run(data, ["readDraft", text]) == [values]


def test_an_empty_form_names_every_gap(data: Path) -> None:
    """In the words of the schema."""
    (problems,) = run(data, ["check", {"fields": {}, "sections": {}}])
    said = {problem["field"]: problem["message"] for problem in problems}
    assert said["paid_by"] == 'still empty: who paid, or "not stated"'
    assert "section:The problem" in said
    assert "now.note" in said


def test_a_row_that_was_opened_and_left_is_not_in_the_file(data: Path, tree: Tree) -> None:
    """Nor is it a gap, unless nothing else is there."""
    given = form(
        sources=[{}, *FIELDS["sources"], {}],
        results=[{}, *FIELDS["results"], {**FIELDS["results"][0], "quote": "too short"}],
    )
    problems, text = run(data, ["check", given], ["toMarkdown", given, "2024-06-01"])
    assert [problem["field"] for problem in problems] == ["results[2].quote"]
    fields = read_frontmatter(text).fields
    assert fields["sources"] == FIELDS["sources"]
    assert len(fields["results"]) == 2
    blank = form(sources=[{}], results=[{}])
    problems, text = run(data, ["check", blank], ["toMarkdown", blank, "2024-06-01"])
    assert {problem["field"] for problem in problems} == {"sources"}
    tree.write("casestudies/fen-visiting-team.md", text)
    (message,) = tree.messages()
    assert message.endswith(": sources: too-few: found 0; allowed 1 or more; add to the list")


def test_what_is_said_is_said_without_words_of_the_file(data: Path) -> None:
    """Of a result, of where it stands, and of names that are of nothing known."""
    counted = {**FIELDS["results"][0]}
    for key in ("change", "unit", "method"):
        del counted[key]
    given = form(
        results=[counted, {**FIELDS["results"][0], "source": "marsh-review"}],
        now={
            **FIELDS["now"],
            "status": "open",
            "seen": ["https://new.example/a"],
            "instead": ["Nothing of ours"],
        },
    )
    closed = form(now={**FIELDS["now"], "status": "closed", "note": ""})
    (problems, others, empty) = run(
        data, ["check", given], ["check", closed], ["check", form(now={})]
    )
    assert {problem["field"]: problem["message"] for problem in problems} == {
        "results[0].value": "still empty: a result known in this way has a figure",
        "results[0].method": "still empty: a result known in this way needs it",
        "results[1].source": "choose a document that you named in the part before",
        "now.seen[0]": (
            "“https://new.example/a” is not the address of a page that is known here yet: "
            "leave it, and an editor adds it"
        ),
        "now.instead[0]": "“Nothing of ours” is not the title of a page of this site",
    }
    assert {problem["field"]: problem["message"] for problem in others} == {
        "now.note": "still empty: two or three sentences on what is known today",
        "now.instead": "still empty: where to send people now that it has ended",
        "now.seen": "still empty: give the pages that show it, or choose “Not known” above",
    }
    assert {problem["field"]: problem["message"] for problem in empty}["now.status"] == (
        "still empty: say whether it is still running, or that it is not known"
    )


def test_pages_are_named_by_address_or_title(data: Path) -> None:
    """As people have them; the file has the identifier."""
    asked = [
        ("now.seen", "http://www.marsh.example/review/"),
        ("now.seen", "https://new.example/a"),
        ("now.instead", "ely LISTENING line"),
        ("now.instead", "https://x.example/casestudies/ely-listening-line/index.html"),
        ("now.instead", "Nothing of ours"),
        ("situations", "Ely listening line"),
    ]
    assert run(data, *(["named", field, text] for field, text in asked)) == [
        "marsh-review",
        "https://new.example/a",
        "casestudies/ely-listening-line",
        "casestudies/ely-listening-line",
        "Nothing of ours",
        "Ely listening line",
    ]


def test_what_a_result_needs_follows_from_how_it_is_known(data: Path) -> None:
    """And what it must not have, which is not offered."""
    always = ["known_by", "finding", "source", "place", "quote"]
    results = [
        {},
        {"known_by": "reported"},
        {"known_by": "take-up"},
        {"known_by": "expected"},
        {"known_by": "expected", "value": 9},
        {"known_by": "expected", "change": 9},
        {"known_by": "before-after"},
    ]
    needed = run(data, *(["neededOf", result] for result in results))
    assert [[key for key in keys if key not in always] for keys in needed] == [
        [],
        ["outcome"],
        ["unit", "population", "period", "value"],
        ["outcome"],
        ["outcome", "unit", "population", "period", "value"],
        ["outcome", "unit", "population", "period"],
        ["outcome", "method", "unit", "population", "period", "before", "value"],
    ]
    assert all(set(always) <= set(keys) for keys in needed)
    barred = run(data, ["barredOf", {}], ["barredOf", {"known_by": "before-after"}])
    assert barred[0] == []
    assert "change" in barred[1]


def test_what_was_typed_is_kept_and_opened_again(data: Path) -> None:
    """As it was typed; any other file is refused."""
    values = {"title": "Fen <b>", "roles": ["locum"], "results": [{"results.value": "10 to 20"}]}
    (text,) = run(data, ["draftText", values])
    assert text.startswith('{\n "what": "case study not yet finished",\n "version": 1,')
    whole = json.loads(text)
    others = [
        "",
        "[]",
        "null",
        '"x"',
        "{}",
        "x" * 600_001,
        json.dumps({**whole, "version": 2}),
        json.dumps({**whole, "what": "else"}),
        *(
            json.dumps({**whole, "values": wrong})
            for wrong in (None, [], "x", {"a": 1}, {"a": [1]}, {"a": [{"b": 1}]}, {"a": {"b": ""}})
        ),
    ]
    assert run(data, *(["readDraft", given] for given in (text, *others))) == [
        values,
        *(None for _ in others),
    ]


def test_names_of_files_are_those_of_the_command(data: Path) -> None:
    """One title, one name."""
    titles = ["Newham: staff bank", "Zoë's GPs' supper club", "../../etc", "", "word " * 40]
    assert run(data, *(["slug", title] for title in titles)) == [slug_of(t) for t in titles]


def test_figures(data: Path) -> None:
    """As people write them."""
    typed = ["15", "15%", "£1,200", "10 to 20", "-3", "many", ""]
    assert run(data, *(["figure", text] for text in typed)) == [
        15,
        15,
        1200,
        [10, 20],
        -3,
        "many",
        "",
    ]


def test_the_address_of_the_new_file_page(data: Path) -> None:
    """With the text if it is short enough, without if not, none without a host."""
    short, long = "a&b=c #d", "x" * 9000
    host = "https://git.example/o/r/new/main/content/casestudies"
    (whole, cut) = run(data, ["address", "a.md", short], ["address", "a.md", long], newFile=host)
    assert whole == {"href": f"{host}?filename=a.md&value=a%26b%3Dc%20%23d", "whole": True}
    assert cut == {"href": f"{host}?filename=a.md", "whole": False}
    assert run(data, ["address", "a.md", short]) == [{"href": "", "whole": False}]


def test_advice_and_likeness(data: Path) -> None:
    """Long sentences and jargon by section; the pages most like the text."""
    sections = {"The problem": "A robust approach. " + "word " * 30}
    advice, similar = run(
        data,
        ["advice", {"fields": {}, "sections": sections}],
        ["similar", "a telephone line for doctors on call in Ely with nobody to talk to", 2],
    )
    assert advice == [
        "The problem: a sentence of 30 words; make two of it",
        "The problem: “robust”; better: say what makes it strong",
    ]
    assert similar[0]["title"] == "Ely listening line"
    assert similar[0]["url"] == "../casestudies/ely-listening-line/index.html"


PHRASES = (
    "nine more sessions", "twenty-five of 40", "one hundred and twenty GPs", "two hundred thousand",
    "£24m and 3.5 million", "1,250 visits; 12.5%", "forty two", "five six", "seventy and eight",
    "three million two hundred thousand and five", "a hundred", "ST3, 2 GPs, v1.2", "0.5 or 12k",
    "ninety\nnine", "twenty, five", "eleven twelve", "10 thousand",
)  # fmt: skip


def test_numbers_are_those_of_the_command(data: Path) -> None:
    """In figures and in words: a figure that its quote holds is never refused here."""
    for text, found in zip(PHRASES, run(data, *(["numbersIn", t] for t in PHRASES)), strict=True):
        assert set(found) == {number.normal for number in numbers(text)}, text
