"""Trains the small query encoder: once on general text, then at each build on the content.

A table's rows are fitted so that the normalised sum of a text's rows comes to the vector that
the teacher (all-MiniLM-L6-v2) gives the text, projected to fewer dimensions. Where it is known
which pages a text should find, rows and the directions of pages are also fitted to find them, the
rows as they are once rounded. docs/search.md reports what was measured. Needs torch; seeded, and
on one thread for the same result twice.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.content.passages import sentences
from kb.data import DATA
from kb.data.settings import load_settings
from kb.index.encoder.table import (
    Student,
    decoded,
    load_arrays,
    piece_numbers,
    quantised,
    save_arrays,
    unit,
)
from kb.model.problems import EncoderError

if TYPE_CHECKING:
    import torch

    from kb.index.documents import IndexedDocument, Lexicon

SEED = 2026
DROPPED = 0.1
"""Share of pieces left out of each text while training, so that no row leans on another."""
SMOOTHING = 1e-3
"""The constant of the smooth inverse frequency weight (Arora, Liang and Ma, 2017)."""

Teacher = Callable[[Sequence[str]], NDArray[np.float32]]
"""From texts to vectors of unit length, (n_texts, teacher_dims)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long and how fast to train.

    `runs` trainings from one start, each with an order of its own, are averaged: one alone moves
    the quality of the search by as much as a hundredth.
    """

    epochs: int
    batch: int
    rate: float
    runs: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How a table is trained to find pages, beside imitating the teacher.

    `share` is what the cross-entropy counts beside the loss of imitation, and `sharpness` what the
    inner products are multiplied with before the softmax. The directions start from a ridge
    regression of that strength.
    """

    share: float
    sharpness: float
    ridge: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Texts with the pages that they should find: `pages` (texts, documents), rows sum to 1."""

    texts: tuple[str, ...]
    pages: NDArray[np.float32]


GENERAL = DATA / "general.npz"
"""What general text taught, as `make train` wrote it."""
_GENERAL_FORMAT = 1
GENERAL_SCHEDULE = Schedule(epochs=4, batch=512, rate=2e-3)
ADAPTATION_SCHEDULE = Schedule(epochs=12, batch=256, rate=3e-3, runs=3)
"""Where the table only imitates: with a run of four epochs it found less (docs/search.md)."""
FINDING_SCHEDULE = Schedule(epochs=8, batch=256, rate=3e-3)
"""A single run where the table also learns to find pages: more add nothing."""
FINDING = Finding(share=0.1, sharpness=load_settings().page_sharpness, ridge=10)


@dataclass(frozen=True)
class General:
    """What general text taught: pieces with rows, how common each is, and the projection.

    `rows` is float32 (n_pieces, dims); `counts` int64 (n_pieces,); `projection` float32
    (teacher_dims, dims).
    """

    pieces: tuple[str, ...]
    rows: NDArray[np.float32]
    counts: NDArray[np.int64]
    projection: NDArray[np.float32]

    def narrowed(self, dims: int) -> General:
        """The same with the strongest dimensions alone, so many at most."""
        return replace(self, rows=self.rows[:, :dims], projection=self.projection[:, :dims])

    def save(self, path: Path) -> None:
        """Write it to one file, rows in one byte a value with a scale a row."""
        scales = np.maximum(np.abs(self.rows).max(axis=1), 1e-8) / 127
        arrays: dict[str, NDArray[Any]] = {
            "rows": np.rint(self.rows / scales[:, None]).astype(np.int8),
            "scales": scales.astype(np.float32),
            "counts": self.counts,
            "projection": self.projection.astype(np.float16),
        }
        save_arrays(path, {"format": _GENERAL_FORMAT, "pieces": list(self.pieces)}, arrays)

    @classmethod
    def load(cls, path: Path) -> General:
        """Read what `save` wrote.

        Raises:
            EncoderError: it is missing, damaged or of another format.
        """
        head, arrays = load_arrays(path, wanted=_GENERAL_FORMAT)
        return cls(
            pieces=tuple(head["pieces"]),
            rows=arrays["rows"].astype(np.float32) * arrays["scales"].astype(np.float32)[:, None],
            counts=arrays["counts"].astype(np.int64),
            projection=arrays["projection"].astype(np.float32),
        )


def train_general(
    texts: Sequence[str],
    vocabulary: Sequence[str],
    teacher: Teacher,
    *,
    dims: int,
    size: int,
    schedule: Schedule = GENERAL_SCHEDULE,
) -> General:
    """Return a table trained on general text.

    Args:
        texts: the text to learn from.
        vocabulary: the teacher's word pieces, continuations marked with ``##``.
        teacher: gives the vectors to be met.
        dims: dimensions to keep.
        size: the number of pieces to keep, the most common first.
        schedule: how to train.
    """
    targets = teacher(texts)
    projection = principal_axes(targets, dims)
    every = {piece: number for number, piece in enumerate(vocabulary)}
    counted = Counter(number for text in texts for number in piece_numbers(text, every))
    pieces = kept_pieces(vocabulary, {vocabulary[n]: c for n, c in counted.items()}, {}, size)
    counts = np.array([counted[every[piece]] for piece in pieces], dtype=np.int64)
    start = _first_rows(pieces, counts, teacher, projection)
    rows, _ = _fitted(start, pieces, texts, unit(targets @ projection), schedule)
    return General(pieces=pieces, rows=rows, counts=counts, projection=projection)


def adapt(
    general: General,
    texts: Sequence[str],
    teacher: Teacher,
    *,
    size: int,
    levels: int,
    vocabulary: Sequence[str] = (),
    graded: Graded | None = None,
    schedule: Schedule = ADAPTATION_SCHEDULE,
) -> Student:
    """Return the query encoder: the general table fitted to the texts of one corpus.

    Args:
        general: what general text taught.
        texts: the corpus's own texts (`training_texts`).
        teacher: gives the vectors to be met.
        size: the number of pieces to keep; those of the corpus come first.
        levels: 3 or 15, how many a value of a row may have.
        vocabulary: the teacher's pieces, so that one which only the corpus has gets a row.
        graded: texts that the table is trained to find pages for; without any it only imitates.
        schedule: how to train.
    """
    known = dict(zip(general.pieces, general.counts.tolist(), strict=True))
    every = {piece: n for n, piece in enumerate(dict.fromkeys([*general.pieces, *vocabulary]))}
    names = list(every)
    own = Counter(names[n] for text in texts for n in piece_numbers(text, every))
    pieces = kept_pieces(names, known, own, size)
    place = {piece: number for number, piece in enumerate(general.pieces)}
    fresh = [piece for piece in pieces if piece not in place]
    rows = np.zeros((len(pieces), general.rows.shape[1]), dtype=np.float32)
    if fresh:
        counts = np.array([own[piece] for piece in fresh], dtype=np.int64)
        new_rows = _first_rows(fresh, counts, teacher, general.projection)
        new_rows *= _mean_length(general.rows) / max(_mean_length(new_rows), 1e-8)
        new = dict(zip(fresh, new_rows, strict=True))
    for number, piece in enumerate(pieces):
        rows[number] = general.rows[place[piece]] if piece in place else new[piece]
    targets = unit(teacher(texts) @ general.projection)
    search = None
    if graded is not None and graded.texts:
        vectors = unit(teacher(graded.texts) @ general.projection)
        search = _Search(graded=graded, vectors=vectors, levels=levels)
    fitted, directions = _fitted(rows, pieces, texts, targets, schedule, search)
    codes, scales = quantised(fitted, levels)
    return Student(
        pieces=pieces,
        codes=codes,
        scales=scales,
        levels=levels,
        projection=general.projection,
        pages=directions,
    )


def training_texts(entries: Sequence[IndexedDocument], lexicon: Lexicon) -> list[str]:
    """Return what a corpus offers to learn from, in a fixed order and without repeats.

    Titles, summaries, situations, the cues of needs and what is asked with them whole; of each
    passage the whole, a sentence and a span of two to seven words, which do not change with any
    other page.
    """
    texts: list[str] = []
    for entry in entries:
        chance = random.Random(f"{SEED} {entry.id}")
        texts += [entry.title, entry.summary, *entry.situations]
        for passage in entry.passages:
            own = sentences(passage.text)
            texts += [passage.text, *chance.sample(own, min(1, len(own)))]
            texts += _spans(passage.text.split(), 1, chance)
    for need in lexicon.needs:
        texts += need.texts()
    return list(dict.fromkeys(text for text in texts if text.strip()))


def graded_texts(entries: Sequence[IndexedDocument], lexicon: Lexicon) -> Graded:
    """Return every text of a corpus of which it is known what it should find.

    Example questions and the words of needs find their pages by weight, a situation its own.
    """
    numbers = {entry.id: number for number, entry in enumerate(entries)}
    found: list[tuple[str, Sequence[tuple[str, int]]]] = []
    for need in lexicon.needs:
        own = (need.label, need.about, *need.cues)
        found += [(text, need.pages) for text in own if need.pages]
        found += [(line.say, line.leads_to) for line in need.example_questions if line.leads_to]
    found += [(line, ((entry.id, 1),)) for entry in entries for line in entry.situations]
    pages = np.zeros((len(found), len(entries)), dtype=np.float32)
    for row, (_, leads_to) in enumerate(found):
        for page, weight in leads_to:
            pages[row, numbers[page]] += weight
    sums = pages.sum(axis=1, keepdims=True)
    return Graded(
        texts=tuple(text for text, _ in found),
        pages=np.asarray(pages / np.where(sums > 0, sums, 1), dtype=np.float32),
    )


def principal_axes(vectors: NDArray[np.float32], dims: int) -> NDArray[np.float32]:
    """Return the projection onto the `dims` strongest axes, uncentred: (n, dims), float32."""
    moments = vectors.T.astype(np.float64) @ vectors.astype(np.float64)
    _, axes = np.linalg.eigh(moments)
    strongest = axes[:, ::-1][:, :dims]
    signs = np.sign(strongest[np.abs(strongest).argmax(axis=0), np.arange(dims)])
    projection: NDArray[np.float32] = (strongest * signs).astype(np.float32)
    return projection


def wordnet_texts(folder: Path, limit: int) -> list[str]:
    """Return texts made from WordNet's data files: lemmas, definitions, examples, questions.

    Args:
        folder: where ``data.noun`` and its like lie (Debian: /usr/share/wordnet).
        limit: the most texts to return, drawn evenly with a fixed seed.

    Raises:
        EncoderError: the files are not there.
    """
    chance = random.Random(SEED)
    texts: dict[str, None] = {}
    for part in ("noun", "verb", "adj", "adv"):
        path = folder / f"data.{part}"
        if not path.is_file():
            raise EncoderError(f"{path}: no such file; install WordNet 3.0 (wordnet-base)")
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if not line.startswith("  "):
                texts.update(dict.fromkeys(_synset_texts(line, chance)))
    ordered = list(texts)
    return sorted(chance.sample(ordered, min(limit, len(ordered))))


def _synset_texts(line: str, chance: random.Random) -> Iterator[str]:
    fields, _, gloss = line.partition(" | ")
    parts = fields.split(" ")
    lemmas = [parts[4 + 2 * n].replace("_", " ").split("(")[0] for n in range(int(parts[3], 16))]
    pieces = [piece.strip() for piece in gloss.split(";")]
    definition = pieces[0]
    examples = [piece.strip('" ') for piece in pieces[1:] if piece.startswith('"')]
    yield definition
    yield f"{lemmas[0]}: {definition}"
    yield from examples
    if len(lemmas) > 1:
        yield ", ".join(lemmas)
    words = definition.split()
    if len(words) > 5:
        yield " ".join(chance.sample(words, 4))
    templates = ("how do I {}", "what is {}", "I want {}", "worried about {}", "{}")
    yield chance.choice(templates).format(chance.choice(lemmas))


def _mean_length(rows: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(rows, axis=1).mean())


def _spans(words: Sequence[str], count: int, chance: random.Random) -> Iterator[str]:
    for _ in range(count if len(words) > 2 else 0):
        length = chance.randint(2, min(7, len(words)))
        start = chance.randrange(len(words) - length + 1)
        yield " ".join(words[start : start + length])


def kept_pieces(
    names: Sequence[str], general: Mapping[str, int], own: Mapping[str, int], size: int
) -> tuple[str, ...]:
    """Return the pieces to keep, sorted: single signs, the corpus's own, then the most common.

    Single letters and figures stay, so that any word of them can be pieced together.
    """
    usable = [name for name in names if not name.startswith("[")]
    singles = [n for n in usable if len(n.removeprefix("##")) == 1 and n.isascii()]
    by_count = sorted(usable, key=lambda name: (-own.get(name, 0), -general.get(name, 0), name))
    chosen = dict.fromkeys(singles)
    for name in by_count:
        if len(chosen) >= size:
            break
        chosen[name] = None
    return tuple(sorted(chosen))


def _first_rows(
    pieces: Sequence[str],
    counts: NDArray[np.int64],
    teacher: Teacher,
    projection: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return each piece's own teacher vector, projected, lighter the commoner it is."""
    vectors = teacher([piece.removeprefix("##") for piece in pieces]) @ projection
    share = counts / max(int(counts.sum()), 1)
    weights = (SMOOTHING / (SMOOTHING + share)).astype(np.float32)
    weighted: NDArray[np.float32] = vectors * weights[:, None]
    return weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """What a table should find: texts with their pages and the teacher's vectors of them."""

    graded: Graded
    vectors: NDArray[np.float32]
    levels: int


def _fitted(
    start: NDArray[np.float32],
    pieces: Sequence[str],
    texts: Sequence[str],
    targets: NDArray[np.float32],
    schedule: Schedule,
    search: _Search | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Return rows and directions of pages after training, the means of the schedule's runs."""
    import torch

    numbers = {piece: number for number, piece in enumerate(pieces)}
    known = [(n, piece_numbers(text, numbers)) for n, text in enumerate(texts)]
    known = [(n, found) for n, found in known if found]
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        runs = [
            _trained(start, known, targets, schedule, SEED + n, _finder(search, numbers, n))
            for n in range(schedule.runs)
        ]
    finally:
        torch.set_num_threads(threads)
    rows = np.asarray(np.mean([rows for rows, _ in runs], axis=0), dtype=np.float32)
    heads = [head for _, head in runs if head is not None]
    return rows, np.asarray(np.mean(heads, axis=0), dtype=np.float32) if heads else None


def _trained(
    start: NDArray[np.float32],
    known: Sequence[tuple[int, list[int]]],
    targets: NDArray[np.float32],
    schedule: Schedule,
    seed: int,
    finder: _Finder | None,
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """Return the rows, and the directions of pages, after one run; the rate falls to 0.

    The loss is 1 - cosine, and what the finder adds. `known` has the number of each text with
    those of its pieces.
    """
    import torch

    order = np.random.default_rng(seed)
    rows = torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimiser = torch.optim.Adam([rows, *(() if finder is None else (finder.head,))], schedule.rate)
    wanted = torch.from_numpy(targets)
    steps = max(1, schedule.epochs * -(-len(known) // schedule.batch))
    falling = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(schedule.epochs):
        shuffled = order.permutation(len(known))
        for at in range(0, len(known), schedule.batch):
            batch = [known[n] for n in shuffled[at : at + schedule.batch]]
            used = rows if finder is None else finder.rounded(rows)
            loss = _loss(used, batch, wanted, order)
            if finder is not None:
                loss = loss + finder.loss(used, schedule.batch)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            falling.step()
    fitted: NDArray[np.float32] = rows.detach().numpy()
    return fitted, None if finder is None else finder.head.detach().numpy()


class _Finder:
    """The part of the loss that is about finding pages: a softmax over all of them.

    `head` has the directions of the pages. They are trained on what the table makes of a text and
    on what the teacher does, so that the full model finds pages by them too.
    """

    def __init__(self, search: _Search, numbers: dict[str, int], run: int) -> None:
        import torch

        self._pieces = [piece_numbers(text, numbers) for text in search.graded.texts]
        self._usable = np.array([n for n, found in enumerate(self._pieces) if found])
        self._pages = torch.from_numpy(search.graded.pages)
        self._vectors = torch.from_numpy(search.vectors)
        self._levels = search.levels
        self._order = np.random.default_rng(SEED + run)
        self._waiting: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.head = torch.nn.Parameter(torch.from_numpy(_first_directions(search)))

    def rounded(self, rows: torch.Tensor) -> torch.Tensor:
        """The rows as they are once quantised; slopes pass through as if they were not."""
        import torch

        with torch.no_grad():
            codes, scales = quantised(rows.detach().numpy(), self._levels)
            difference = torch.from_numpy(decoded(codes, scales, self._levels)) - rows
        return rows + difference

    def loss(self, rows: torch.Tensor, batch: int) -> torch.Tensor:
        """The cross-entropy on the next texts, so many, by its share of the whole loss."""
        import torch

        chosen = self._next(batch)
        vectors = _sums(rows, [self._pieces[n] for n in chosen], self._order)
        vectors = torch.nn.functional.normalize(vectors, dim=1)
        wanted = self._pages[chosen]
        losses = [
            torch.nn.functional.cross_entropy(FINDING.sharpness * seen @ self.head.T, wanted)
            for seen in (vectors, self._vectors[chosen])
        ]
        return FINDING.share * (losses[0] + losses[1])

    def _next(self, count: int) -> NDArray[np.int64]:
        if len(self._waiting) < count:
            self._waiting = self._usable[self._order.permutation(len(self._usable))]
        chosen, self._waiting = self._waiting[:count], self._waiting[count:]
        return chosen


def _finder(search: _Search | None, numbers: dict[str, int], run: int) -> _Finder | None:
    return None if search is None else _Finder(search, numbers, run)


def _first_directions(search: _Search) -> NDArray[np.float32]:
    """The directions by ridge regression from the teacher's vectors, (documents, dims)."""
    rows = search.vectors.astype(np.float64)
    held = rows.T @ rows + FINDING.ridge * np.eye(rows.shape[1])
    solved = np.linalg.solve(held, rows.T @ search.graded.pages.astype(np.float64))
    return np.asarray(solved.T, dtype=np.float32)


def _loss(
    rows: torch.Tensor,
    batch: Sequence[tuple[int, list[int]]],
    wanted: torch.Tensor,
    order: np.random.Generator,
) -> torch.Tensor:
    import torch

    sums = _sums(rows, [found for _, found in batch], order)
    aims = wanted[[number for number, _ in batch]]
    return (1 - torch.nn.functional.cosine_similarity(sums, aims)).mean()


def _sums(
    rows: torch.Tensor, texts: Sequence[list[int]], order: np.random.Generator
) -> torch.Tensor:
    """The sum of the rows of each text's pieces, some of them dropped."""
    import torch

    flat: list[int] = []
    offsets: list[int] = []
    for found in texts:
        offsets.append(len(flat))
        kept = [n for n in found if order.random() >= DROPPED]
        flat += kept or found
    return torch.nn.functional.embedding_bag(
        torch.tensor(flat), rows, torch.tensor(offsets), mode="sum"
    )
