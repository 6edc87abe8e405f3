"""What an answer is: order, names, filters, refusals, distress, reasons, and always the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.data.settings import load_settings
from kb.index.load import LoadedIndex
from kb.model.problems import QueryError
from kb.model.vocabulary import ExampleQuestion
from kb.search.engine import Engine
from kb.search.fusion import MODES
from kb.search.ranking import Ranker
from kb.search.reasons import telling_alone
from kb.search.results import Answer, ReasonType, Sureness
from kb.text.words import terms_of
from tests.hashes import HashEncoder

CIRCLE = "casestudies/fenland-peer-circle"
LINE = "signposting/gp-listening-line"


def ids(answer: Answer) -> list[str]:
    """The identifiers of an answer's hits, in order."""
    return [hit.id for hit in answer.hits]


def reasons(answer: Answer, document: str) -> dict[ReasonType, list[str]]:
    """The reasons that an answer gives for a document, by type."""
    hit = next(hit for hit in answer.hits if hit.id == document)
    found: dict[ReasonType, list[str]] = {}
    for reason in hit.reasons:
        found.setdefault(reason.type, []).append(reason.text)
    return found


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "semantic"])
def test_the_page_for_a_situation_comes_first(engine: Engine, mode: str) -> None:
    """Whatever the mode, what a page's situation says finds it."""
    answer = engine.search("58, worn out, I had enough and nobody would notice", mode=mode)
    assert ids(answer)[0] == CIRCLE
    assert answer.mode == mode


@pytest.mark.parametrize("name", ["cafe circle", "THE SUPPER CLUB", "Fenland & Wash peer circle"])
def test_an_exact_name_comes_first(engine: Engine, name: str) -> None:
    """A title or another name stands above all else, with that as its reason."""
    answer = engine.search(name)
    assert ids(answer)[0] == CIRCLE
    assert answer.hits[0].score > 1
    assert ReasonType.NAME in reasons(answer, CIRCLE)


def test_part_of_a_name_comes_before_what_only_has_the_words(engine: Engine) -> None:
    """A page whose names have every word of the query stands before others, slips apart."""
    for text in ("peer circle", "fenlnd circle", "circle peer"):
        assert ids(engine.search(text))[0] == CIRCLE, text


def test_a_page_for_another_role_gives_way(engine: Engine, index: LoadedIndex) -> None:
    """Where a role is spoken of, what is for others alone loses a little; `any` is for all."""

    def loses(text: str) -> set[str]:
        scored = engine.ranker.score(text)
        below = scored.scores < scored.fused
        pairs = zip(index.entries, below, strict=True)
        return {entry.id for entry, less in pairs if less and not entry.closed}

    assert loses("locum, had enough") == {
        "casestudies/marsh-and-wolds-mentoring",
        "roadmaps/partner",
    }
    assert loses("had enough") == set()


def test_what_was_asked_before_finds_its_page(engine: Engine) -> None:
    """A line of a need votes for its own pages, not for all that the need leads to."""
    answer = engine.search("resignation typed", mode="keyword")
    found = {hit.id: hit.parts["asked"] for hit in answer.hits[:2]}
    assert found["signposting/regional-coaching-offer"] == 1


def test_what_helps_beside_the_first_pages_gains(index: LoadedIndex) -> None:
    """The roadmap is graded with the circle in a line; without a share nothing moves."""
    text = "peer circle for doctors of the fens"
    plain, raised = (
        Ranker(index, HashEncoder(), replace(load_settings(), together_share=share)).score(text)
        for share in (0.0, 0.5)
    )
    number = {entry.id: n for n, entry in enumerate(index.entries)}
    beside, first = number["roadmaps/partner"], number[CIRCLE]
    assert plain.fused.argmax() == raised.fused.argmax() == first
    assert plain.fused[beside] / plain.fused[first] < raised.fused[beside] / raised.fused[first]
    assert 0 <= raised.fused.min() <= raised.fused.max() <= 1


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("58, worn out, I had enough", {}),
        ("peer circle", {"role": ("partner",)}),
        ("zzzz qqqq", {}),
        ("the price of tea in Ely", {}),
        ("", {"role": ("partner",)}),
        ("I want to kill myself", {"role": ("partner",)}),
    ],
)
def test_a_ranking_is_that_of_the_answer(
    engine: Engine, text: str, filters: dict[str, tuple[str, ...]]
) -> None:
    """Whatever is measured is what a visitor gets."""
    answer = engine.search(text, filters=filters, limit=4)
    ranking, refused = engine.rank(text, filters=filters, limit=4)
    assert ranking == [(hit.id, hit.score) for hit in answer.hits]
    assert refused == answer.abstained


def test_one_word_tells_where_the_site_says_it_for_what_it_is_about(index: LoadedIndex) -> None:
    """A cue, a turn or another name of one word; of longer ones no part."""
    alone = telling_alone(index.lexicon)
    cues = [terms_of(cue) for need in index.lexicon.needs for cue in need.cues]
    names = [terms_of(name) for group in index.lexicon.synonyms for name in group.names]
    short = [terms[0] for terms in cues + names if len(terms) == 1]
    assert short
    assert alone.issuperset(short)
    parts = {term for terms in cues + names if len(terms) > 1 for term in terms} - set(short)
    turns = {term for turn in index.lexicon.turns for name in turn.names for term in terms_of(name)}
    assert parts - turns
    assert not alone & (parts - turns)


def test_two_reasons_are_given_in_order(engine: Engine) -> None:
    """Whom the page is for, then what it helps with; "worn" alone tells nothing."""
    answer = engine.search("I'm 58 years old, worn out, had enough")
    assert all(
        len([r for r in hit.reasons if r.type is not ReasonType.SURENESS]) <= 2
        for hit in answer.hits
    )
    assert reasons(answer, CIRCLE) == {
        ReasonType.TAG: ["'Wise fives'"],
        ReasonType.NEED: ["I'm thinking of leaving general practice"],
        ReasonType.SURENESS: [answer.sureness.value if answer.sureness else ""],
    }


def test_a_need_is_a_reason_where_the_words_are_none(engine: Engine) -> None:
    """In the words of the need."""
    told = reasons(engine.search("had enough"), "signposting/regional-coaching-offer")
    assert told[ReasonType.NEED] == ["I'm thinking of leaving general practice"]
    assert ReasonType.WORD not in told


def test_words_side_by_side_are_one_phrase(engine: Engine) -> None:
    """As typed, where the page has them side by side too; words apart stay apart."""
    told = reasons(engine.search("who runs the Fenland supper circle"), CIRCLE)
    assert told[ReasonType.WORD] == ["Fenland and supper"]
    told = reasons(engine.search("is there a Peer-Circle"), CIRCLE)
    assert told[ReasonType.WORD] == ["Peer-Circle"]


def test_words_that_say_nothing_are_no_reason(engine: Engine) -> None:
    """They are named nowhere, and marked nowhere."""
    told = reasons(engine.search("still want the café"), CIRCLE)
    assert told[ReasonType.WORD] == ["café"]
    for text in ("wanted", "enough work", "12 months"):
        alone = engine.search(text, mode="keyword")
        types = {reason.type for hit in alone.hits for reason in hit.reasons}
        assert ReasonType.WORD not in types, text
        assert not any(hit.snippet.marks for hit in alone.hits), text


def test_a_synonym_is_explained(engine: Engine) -> None:
    """The old body's acronym finds pages that have its name, and says why, as it was typed."""
    answer = engine.search("what did the CCG pay for")
    assert reasons(answer, CIRCLE)[ReasonType.SYNONYM] == ["CCG: Clinical commissioning group"]


def test_a_synonym_counts_only_whole(engine: Engine, index: LoadedIndex) -> None:
    """A page with one word of a body's name is not about the body."""
    keyword = index.keyword
    names = ("clinical commissioning group", "integrated care board", "care board", "ICB", "CCG")
    whole = frozenset().union(
        *(frozenset.intersection(*map(keyword.holders, terms_of(name))) for name in names)
    )
    some = keyword.holders("group")
    found = engine.ranker.score("CCG").parts["words"]
    assert some - whole
    assert {n for n, worth in enumerate(found) if worth > 0} == whole


def test_a_name_is_not_explained_by_itself(engine: Engine) -> None:
    """That a clinical commissioning group means one tells nobody anything."""
    answer = engine.search("what did the clinical commissioning group pay for")
    assert ReasonType.SYNONYM not in reasons(answer, CIRCLE)


def test_the_snippet_leads_to_its_section(engine: Engine) -> None:
    """It marks the words that matched and names the heading they stand under."""
    hit = engine.search("fenland supper circle").hits[0]
    marked = {hit.snippet.text[start:end].casefold() for start, end in hit.snippet.marks}
    assert marked & {"fenland", "supper", "circle"}


def test_filters_narrow_and_never_widen(engine: Engine) -> None:
    """Only what carries the tags is shown; scores do not change."""
    everything = engine.search("peer support for doctors", limit=100)
    scores = {hit.id: hit.score for hit in everything.hits}
    some = engine.search("peer support for doctors", filters={"kind": ["casestudies"]}, limit=100)
    assert some.total == len(some.hits) < everything.total
    assert all(hit.kind == "casestudies" and hit.score == scores[hit.id] for hit in some.hits)
    count = next(c for c in everything.facets["kind"] if c.choice.id == "casestudies")
    assert count.count == some.total


def test_a_filter_that_matches_nothing_gives_nothing(engine: Engine) -> None:
    """It is no refusal, and no error."""
    answer = engine.search("peer circle supper", filters={"kind": ["toolkit"], "role": ["partner"]})
    assert (answer.hits, answer.total, answer.abstained) == ((), 0, False)


def test_what_lies_elsewhere_is_refused_softly(engine: Engine) -> None:
    """The three nearest pages are shown, as nothing to be sure of, and the nearest needs named."""
    answer = engine.search("cheap train tickets to the football")
    assert answer.abstained
    assert (len(answer.hits), answer.total, answer.topics) == (3, 3, ())
    assert answer.sureness is Sureness.NOT_SURE
    assert all(hit.reasons[-1].type is ReasonType.SURENESS for hit in answer.hits)
    assert len(answer.nearest) == 3
    assert all(count.count == 0 for counts in answer.facets.values() for count in counts)


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("lighthouse gp", True),
        ("I am a GP on a lighthouse", True),
        ("gp", True),
        ("lighthouse", False),
        ("lighthouse keeper beside steep cliffs gp", False),
        ("gp near me taking new patients", False),
    ],
)
def test_a_reader_in_few_words_is_never_refused(engine: Engine, text: str, theirs: bool) -> None:
    """Whatever sort of GP somebody is; a patient who looks for one is no reader."""
    words = engine.ranker.words
    assert words.for_readers(engine.ranker.read(text)) is theirs
    if theirs:
        assert not engine.search(text).abstained


@pytest.mark.parametrize("text", ["日本語", "?!", "…", "\x00"])
def test_text_without_a_word_fits_nothing(engine: Engine, text: str) -> None:
    """It gets an honest answer, not a random one."""
    assert engine.search(text).abstained


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_blank_query_lists_what_the_filters_keep(engine: Engine, text: str) -> None:
    """In the order of the identifiers, without scores or reasons."""
    answer = engine.search(text, filters={"kind": ["roadmaps"]})
    assert ids(answer) == ["roadmaps/locum", "roadmaps/partner"]
    assert [(hit.score, hit.reasons) for hit in answer.hits] == [(0.0, ()), (0.0, ())]


def test_distress_puts_help_first(engine: Engine) -> None:
    """Whatever else is found and whatever is filtered, in the order of the list of help."""
    answer = engine.search("I want to end it all", filters={"kind": ["toolkit"]})
    assert answer.distress
    assert ids(answer)[:2] == [LINE, CIRCLE]
    assert not engine.search("end it all by Friday please").distress


def test_help_that_is_only_likely_moves_no_result(engine: Engine) -> None:
    """It is shown beside them, and the query is not turned away."""
    query = engine.ranker.read("zzyzx of the peer circle")
    likely, plain = replace(query, distress=True), replace(query, distress=True, urgent=True)
    before, beside, above = map(engine.ranker.score_query, (query, likely, plain))
    assert (beside.helping, len(above.helping)) == (frozenset(), 2)
    assert beside.scores.tolist() == before.scores.tolist()
    lost = replace(
        beside, signals=replace(beside.signals, ours=False, cues=0, known=0, heard=False)
    )
    assert engine.fitting(lost, "hybrid")
    assert not engine.fitting(replace(lost, query=query, evidence=before.evidence), "hybrid")


def test_spelling_is_put_right_and_told(engine: Engine) -> None:
    """The query as it was read is given back."""
    answer = engine.search("Mentorign for new doctors")
    assert answer.suggestion == "mentoring for new doctors"
    assert ids(answer)[0] == "casestudies/marsh-and-wolds-mentoring"


def test_hints_are_offered_not_applied(engine: Engine) -> None:
    """A stage that the text speaks of is a filter on offer; pages without it stay."""
    answer = engine.search("58 years old and worn out", limit=100)
    assert [choice.id for choice in answer.hints["stage"]] == ["wise-fives"]
    assert answer.filters == {}


def test_the_object_of_the_command(engine: Engine) -> None:
    """Its keys are fixed, and it is plain data."""
    found: dict[str, Any] = json.loads(json.dumps(engine.search("peer circle").as_dict()))
    assert {"query", "mode", "filters", "abstained", "total", "facets", "results"} <= set(found)
    assert set(found["facets"]) == {"kind", "stage", "level", "role", "intervention", "outcome"}
    assert set(found["facets"]["stage"][0]) == {"id", "label", "count"}
    result = found["results"][0]
    keys = {"id", "kind", "title", "summary", "url", "score", "snippet", "reasons"}
    assert keys <= set(result)
    assert result["url"] == f"/{CIRCLE}/"
    assert set(result["reasons"][0]) == {"type", "text"}
    assert "parts" not in result
    assert "parts" in engine.search("peer circle").as_dict(explain=True)["results"][0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "magic"}, 'mode: unknown-mode: found "magic"; allowed hybrid, keyword, semantic'),
        ({"limit": 0}, "limit: out-of-range: found 0; allowed 1 or more"),
    ],
)
def test_wrong_options(engine: Engine, options: dict[str, Any], message: str) -> None:
    """The message says what is allowed."""
    with pytest.raises(QueryError) as told:
        engine.search("x", **options)
    assert str(told.value) == message


def test_the_limit_cuts_the_hits_and_not_the_total(engine: Engine) -> None:
    """The total counts all there is."""
    answer = engine.search("peer support for doctors", limit=1)
    assert len(answer.hits) == 1 < answer.total


def test_any_query_gives_an_answer(engine: Engine) -> None:
    """Whatever is typed there is an answer, ordered, with true totals, the same twice."""

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=80), st.sampled_from(["hybrid", "keyword", "semantic"]))
    def check(text: str, mode: str) -> None:
        answer = engine.search(text, mode=mode, limit=100)
        scores = [round(hit.score, 9) for hit in answer.hits]
        assert scores == sorted(scores, reverse=True)
        assert answer.total == len(answer.hits)
        assert answer.as_dict() == engine.search(text, mode=mode, limit=100).as_dict()

    check()


def test_a_very_long_query(engine: Engine) -> None:
    """It is read up to a limit, and answered."""
    answer = engine.search("peer circle in the fens " * 20_000)
    assert ids(answer)[0] == CIRCLE


def test_markup_stays_text(engine: Engine) -> None:
    """Nothing that was typed or written becomes markup in the data."""
    text = "<script>alert(1)</script> mentoring"
    answer = engine.search(text)
    assert answer.query == text
    assert all("<mark" not in hit.snippet.text for hit in answer.hits)


_PROBE = """
import sys
from pathlib import Path
from kb.index.load import load_index
from kb.search.engine import Engine
from tests.hashes import HashEncoder
engine = Engine(load_index(Path(sys.argv[1])), HashEncoder())
for query in ("worn out at 58", "mentors", "who counts heads", "peer support"):
    print([(hit.id, repr(hit.score)) for hit in engine.search(query, limit=100).hits])
unwanted = {"torch", "pydantic", "markdown_it", "sentence_transformers", "yaml"}
print(sorted(unwanted & set(sys.modules)))
"""


def test_answers_do_not_depend_on_the_seed_of_hashes(index: LoadedIndex) -> None:
    """Two processes with different seeds agree to the last bit, and load nothing heavy."""
    outputs = [
        subprocess.run(
            [sys.executable, "-c", _PROBE, str(index.folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].splitlines()[-1] == "[]"


def test_a_plain_collection_is_never_refused(tmp_path: Path) -> None:
    """An index without needs and situations ranks by words and meaning alone."""
    from kb.index.build import build_entries
    from kb.index.documents import IndexedDocument, IndexedPassage, Lexicon
    from kb.index.load import load_index

    entries = [
        IndexedDocument(
            id=name,
            kind="",
            title=name,
            passages=(IndexedPassage(anchor="", heading="", text=text),),
        )
        for name, text in (("d1", "wings in a slipstream"), ("d2", "heat in slabs"))
    ]
    build_entries(entries, Lexicon(), tmp_path / "index", encoder=HashEncoder(), content="")
    engine = Engine(load_index(tmp_path / "index"), HashEncoder())
    answer = engine.search("slabs and their heat")
    assert ids(answer) == ["d2"]
    assert set(answer.hits[0].parts) >= {"words", "meaning"}


def test_an_organisation_or_a_place_comes_first(engine: Engine) -> None:
    """However an acronym in its name is written; and it is never refused."""
    for text in ("Fenland Alliance", "alliance", "Fenland C.C.G."):
        answer = engine.search(text)
        assert not answer.abstained, text
        assert ids(answer)[0] == CIRCLE, text


def test_a_minus_takes_pages_away(engine: Engine) -> None:
    """Those that have the word anywhere; the others stay."""
    every = set(ids(engine.search("had enough", limit=99)))
    fewer = engine.search("had enough -supper", limit=99)
    assert CIRCLE in every
    assert CIRCLE not in ids(fewer)
    assert set(ids(fewer)) < every


def test_words_in_quotation_marks_stand_together(engine: Engine) -> None:
    """Only pages with the phrase are found; where none has it, nothing fits well."""
    assert ids(engine.search('"peer circle" for GPs', limit=99)) == [CIRCLE]
    answer = engine.search('"circle peer" for GPs', limit=99)
    assert answer.abstained
    assert answer.hits == ()


def test_a_closed_offer_loses_a_little(engine: Engine, index: LoadedIndex) -> None:
    """So that of two that fit alike the one that runs stands first."""
    closed = [number for number, entry in enumerate(index.entries) if entry.closed]
    scored = engine.ranker.score("somebody to talk to")
    assert closed
    assert all(scored.scores[number] < scored.fused[number] for number in closed)


def test_needs_and_turns_are_found(engine: Engine) -> None:
    """Pages of their own beside the results: needs by their cues, turns by their names."""
    answer = engine.search("had enough, last five years")
    assert ("needs/thinking-of-leaving", "need") in {
        (topic.id, topic.kind) for topic in answer.topics
    }
    assert [topic.id for topic in answer.topics if topic.kind == "turn"] == [
        "moments/thinking-of-leaving",
        "moments/last-five-years",
    ]
    assert {topic.id for topic in answer.topics if topic.said} >= {
        "needs/thinking-of-leaving",
        "moments/last-five-years",
    }
    first: Any = answer.as_dict()["topics"]
    assert first[0]["url"] == f"/{answer.topics[0].id}/"


def test_a_name_is_sure(engine: Engine) -> None:
    """The first three results say how sure the search is of them, and no others."""
    answer = engine.search("the supper club")
    assert answer.sureness is Sureness.LIKELY
    told = [ReasonType.SURENESS in {r.type for r in hit.reasons} for hit in answer.hits]
    assert told == [place < 3 for place in range(len(told))]


def test_no_offer_stands_above_one_that_runs(index: LoadedIndex) -> None:
    """Unless it was asked for by name; pages of other kinds keep their places."""
    entries = tuple(replace(entry, running=entry.id != LINE) for entry in index.entries)
    line = {"foreign": -1.0, "known": 1.0, "threshold": 0.0}
    settings = replace(load_settings(), abstain=dict.fromkeys(MODES, line))
    engine = Engine(replace(index, entries=entries), HashEncoder(), settings=settings)
    before_that = Engine(index, HashEncoder(), settings=settings)
    text = "a number to ring, coaching and a listening line"
    before, after = ids(before_that.search(text)), ids(engine.search(text))
    coaching = "signposting/regional-coaching-offer"
    assert before.index(LINE) < before.index(coaching)
    assert after.index(coaching) < after.index(LINE)
    scores = [hit.score for hit in engine.search(text).hits]
    assert scores == sorted(scores, reverse=True)
    assert ids(engine.search("GP listening line"))[0] == LINE
    part = ids(engine.search("the listening line"))
    assert part.index(LINE) < (part.index(coaching) if coaching in part else len(part))


def test_an_answer_says_what_its_reader_would_rather_see_first(engine: Engine) -> None:
    """By needs and words; the hits stand by their scores all the same."""
    assert engine.search("locum, had enough and on my own").as_dict()["first"] == "options"
    assert engine.search("who is leaving, the headcount of our area").first == "stories"


def test_a_blank_query_is_not_sure_of_anything(engine: Engine) -> None:
    """It lists, and there is nothing to be sure of."""
    assert engine.search(" ").as_dict()["sureness"] == ""


@pytest.mark.parametrize(("lines", "meant"), [(1, ["listening"]), (2, [])])
def test_a_slip_in_one_example_question_is_no_word(
    index: LoadedIndex, lines: int, meant: list[str]
) -> None:
    """It is put right as ever; what several people write is a word of theirs."""
    need, *others = index.lexicon.needs
    said = [ExampleQuestion(say=f"nobody listning {n}", leads_to=()) for n in range(lines)]
    asked = (*need.example_questions, *said)
    lexicon = replace(index.lexicon, needs=(replace(need, example_questions=asked), *others))
    ranker = Ranker(replace(index, lexicon=lexicon), HashEncoder(), load_settings())
    found = ranker.read("is anybody listning").corrections
    assert [correction.meant for correction in found] == meant
