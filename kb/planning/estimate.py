"""What support might be worth: ranges in, a range out, with every assumption.

For each career stage, of `gps` doctors a share leaves in a year (`turnover`), a share of all takes
up the support (`take_up`), and of those who took it up and would have left, a share stays because
of it (`effect`). Then:

    kept = sum over stages of gps x turnover x take_up x effect
    cost = sum over stages of gps x take_up x cost_each, and fixed_cost
    cost of one kept = cost / kept
    balance = kept x vacancy_cost - cost, if a vacancy's cost is given

Each range is drawn from evenly, apart from the others, by a generator with a fixed seed that the
page has too (`site_builder/static/estimate_rule.js`), so that the same figures give the same
answer. The answer is the 5th, 50th and 95th of a hundred draws in order.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.model.problems import KbError

DRAWS = 10_000
SEED = 20190601
MOST_STAGES = 10
SHARES = ("turnover", "take_up", "effect")
LARGEST = 1e9

CANNOT_TELL = (
    "Whether the support works here. The effect is what you put in; no case study on this site "
    "has compared GPs with and without it.",
    "Whether those who take it up are those who would have left. If they are others, the effect "
    "is smaller than the range says.",
    "How long those who stay will stay: the answer is for one year.",
    "What it is worth to patients and colleagues. Only what you gave a price is counted.",
    "How the ranges hang together: each is drawn apart from the others, so if they rise and fall "
    "together the true range is wider.",
)
"""What the answer cannot tell, said with each one."""


@dataclass(frozen=True, slots=True)
class Range:
    """A low and a high value; both may be the same."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StageInput:
    """A career stage: its doctors, and shares from 0 to 1."""

    name: str
    gps: Range
    turnover: Range
    take_up: Range
    effect: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that an estimate rests on; `vacancy_cost` is None if it is not given. Sums in pounds."""

    stages: tuple[StageInput, ...]
    cost_each: Range
    fixed_cost: Range
    vacancy_cost: Range | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """The 5th, 50th and 95th of a hundred draws, in order."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of the draws.

    `cost_of_one` is None where in one draw in twenty or more nobody is kept; `balance` without a
    vacancy's cost. `share_above` is the share of draws whose balance is above 0. `counts` are
    how many draws keep so many, in `BINS` equal steps from 0 to `kept_most`.
    """

    kept: Spread
    cost: Spread
    cost_of_one: Spread | None
    balance: Spread | None
    share_above: float | None
    kept_most: float
    counts: tuple[int, ...]
    by_stage: tuple[tuple[str, Spread], ...]
    drivers: tuple[tuple[str, float], ...]


BINS = 20


class Draws:
    """Numbers from 0 to 1 by the generator mulberry32: the same in Python and in the browser."""

    def __init__(self, seed: int) -> None:
        self._state = seed & 0xFFFFFFFF

    def next(self) -> float:
        """Return the next number."""
        self._state = (self._state + 0x6D2B79F5) & 0xFFFFFFFF
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 15)) * (mixed | 1)) & 0xFFFFFFFF
        mixed ^= (mixed + ((mixed ^ (mixed >> 7)) * (mixed | 61))) & 0xFFFFFFFF
        return ((mixed ^ (mixed >> 14)) & 0xFFFFFFFF) / 4294967296

    def within(self, span: Range) -> float:
        """Return a number of a range, evenly; of a single value, that value, and none is drawn."""
        if span.low == span.high:
            return span.low
        return span.low + (span.high - span.low) * self.next()


def estimate(inputs: Inputs) -> Answer:
    """Return what the ranges lead to."""
    draws = Draws(SEED)
    kept: list[float] = []
    cost: list[float] = []
    balance: list[float] = []
    each: list[list[float]] = [[] for _ in inputs.stages]
    for _ in range(DRAWS):
        one_kept = one_cost = 0.0
        price = draws.within(inputs.cost_each)
        for place, stage in enumerate(inputs.stages):
            gps = draws.within(stage.gps)
            leaving = draws.within(stage.turnover)
            joining = draws.within(stage.take_up)
            staying = gps * leaving * joining * draws.within(stage.effect)
            each[place].append(staying)
            one_kept += staying
            one_cost += gps * joining * price
        one_cost += draws.within(inputs.fixed_cost)
        kept.append(one_kept)
        cost.append(one_cost)
        if inputs.vacancy_cost:
            balance.append(one_kept * draws.within(inputs.vacancy_cost) - one_cost)
    most = max(kept)
    return Answer(
        kept=_spread(kept),
        cost=_spread(cost),
        cost_of_one=_cost_of_one(kept, cost),
        balance=_spread(balance) if balance else None,
        share_above=sum(b > 0 for b in balance) / len(balance) if balance else None,
        kept_most=most,
        counts=_counts(kept, most),
        by_stage=tuple(
            (stage.name, _spread(own)) for stage, own in zip(inputs.stages, each, strict=True)
        ),
        drivers=tuple(_drivers(inputs)),
    )


def _cost_of_one(kept: Sequence[float], cost: Sequence[float]) -> Spread | None:
    ratios = [c / k for k, c in zip(kept, cost, strict=True) if k > 0]
    return _spread(ratios) if len(ratios) > 0.95 * len(kept) else None


def _spread(values: Sequence[float]) -> Spread:
    ordered = sorted(values)
    last = len(ordered) - 1
    return Spread(*(ordered[math.floor(last * share + 0.5)] for share in (0.05, 0.5, 0.95)))


def _counts(kept: Sequence[float], most: float) -> tuple[int, ...]:
    counts = [0] * BINS
    for value in kept:
        counts[min(BINS - 1, math.floor(value / most * BINS)) if most > 0 else 0] += 1
    return tuple(counts)


def _middle(span: Range) -> float:
    return (span.low + span.high) / 2


def _drivers(inputs: Inputs) -> Iterator[tuple[str, float]]:
    """Yield how far those kept move when one range goes from low to high and the rest stay."""
    found = []
    for stage in inputs.stages:
        spans = {name: getattr(stage, name) for name in ("gps", *SHARES)}
        for name, span in spans.items():
            rest = math.prod(_middle(other) for key, other in spans.items() if key != name)
            moved = (span.high - span.low) * rest
            if moved > 0:
                found.append((f"{stage.name}: {name}", moved))
    yield from sorted(found, key=lambda pair: -pair[1])[:5]


class InputError(KbError):
    """A value that cannot be used: `at` is its place in the file, with lists counted from 1."""

    def __init__(self, field: str, said: str, *, at: str = "") -> None:
        super().__init__(f"{field}: {said}")
        self.at = at or field


def read_inputs(data: Any) -> Inputs:
    """Return the inputs of an estimate from plain data.

    Raises:
        InputError: a value is missing, is no range, or lies outside what is allowed.
    """
    if not isinstance(data, Mapping):
        raise KbError("estimate: found no fields; allowed stages, cost_each and others")
    unknown = set(map(str, data)) - {"title", "stages", "cost_each", "fixed_cost", "vacancy_cost"}
    if unknown:
        raise InputError(
            "estimate",
            f'found "{min(unknown)}"; allowed title, stages, cost_each, fixed_cost, vacancy_cost',
            at=min(unknown),
        )
    stages = data.get("stages")
    if not isinstance(stages, list) or not 1 <= len(stages) <= MOST_STAGES:
        raise InputError("stages", f"allowed a list of 1 to {MOST_STAGES} stages")
    vacancy = data.get("vacancy_cost")
    return Inputs(
        title=str(data.get("title", "")),
        stages=tuple(_stage(stage, at) for at, stage in enumerate(stages, start=1)),
        cost_each=read_range(data.get("cost_each"), "cost_each"),
        fixed_cost=read_range(data.get("fixed_cost", 0), "fixed_cost"),
        vacancy_cost=None if vacancy is None else read_range(vacancy, "vacancy_cost"),
    )


def _stage(stage: Any, at: int) -> StageInput:
    where = f"stages[{at}]"
    if not isinstance(stage, Mapping) or not str(stage.get("name", "")).strip():
        raise InputError(where, "it has no name; write which stage it is")
    unknown = set(map(str, stage)) - {"name", "gps", *SHARES}
    if unknown:
        raise InputError(
            where,
            f'found "{min(unknown)}"; allowed name, gps, {", ".join(SHARES)}',
            at=f"{where}.{min(unknown)}",
        )
    return StageInput(
        name=str(stage["name"]).strip()[:100],
        gps=read_range(stage.get("gps"), f"{where}.gps"),
        turnover=read_range(stage.get("turnover"), f"{where}.turnover", most=1),
        take_up=read_range(stage.get("take_up"), f"{where}.take_up", most=1),
        effect=read_range(stage.get("effect"), f"{where}.effect", most=1),
    )


def read_range(value: Any, name: str, *, most: float = LARGEST) -> Range:
    """Return a range from one number, or from a list of a low and a high one.

    Raises:
        InputError: it is none, or lies outside 0 to `most`.
    """
    pair = value if isinstance(value, list) else [value, value]
    allowed = "a share from 0 to 1" if most == 1 else "a number of 0 or more"
    if len(pair) != 2 or not all(_is_number(one) for one in pair):
        said = f"found {value!r}; allowed {allowed}, or [low, high]"
        raise InputError(name, said + _remedy(value))
    low, high = float(pair[0]), float(pair[1])
    if not 0 <= low <= high <= most:
        raise InputError(
            name,
            f"found {value!r}; allowed {allowed}, or [low, high] with the lower first"
            + ("; a share of 8% is 0.08" if most == 1 and high > 1 else ""),
        )
    return Range(low, high)


def _remedy(value: Any) -> str:
    """What to write instead of a text that stands for a number; "" where that is not known."""
    text = str(value)
    if "%" in text:
        return "; write a share as a part of one, 8% as 0.08"
    if re.search(r"\d", text) and isinstance(value, str):
        return "; write figures alone, £5,000 as 5000"
    return ""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
