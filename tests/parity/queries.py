"""Queries made from the words of an index: misspelt, empty, very long, not Latin, with signs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from kb.index.load import LoadedIndex

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_FIXED = (
    "",
    "   ",
    "\t\n",
    "\u00a0\u2003",
    "\x1c\x1d",
    "\ufeff",
    "?",
    "the of and",
    "doing having being",
    '"salaried GP" AND -partner',
    "mentor*",
    "title:coaching OR stage:wise-fives",
    "(((",
    "\\d+ [a-z",
    "<script>alert(1)</script>",
    "I&R & R&R &&&",
    "GP’s can’t won't it’s ’s",
    "naïve café résumé Ångström ﬁnance ½ ²³ №5",
    "İstanbul ẞ ΣΊΣΥΦΟΣ ǅ",
    "全科医生 留任",
    "Врач общей практики устал",
    "طبيب عام متعب",
    "doctor 👩‍⚕️ tired 😩 of 🇬🇧 on-calls",
    "e\u0301 a\u030a \u0344",
    "£9,000 or 10% – 55+",
    "58yo partner",
    "How do I add a case study?",
    "add a case study about burnout",
    "who runs this",
    "about us",
    "my area",
    "print -sheet",
    "ST3 CCT in August what next",
    "I want to end it all",
    "end of the day I am fine",
    "not coping, suicidal",
    "national gp retention scheme",
    "Somerset Primary Healthcare peer support scheme",
    "casestudies/somerset-peer-support-scheme",
    "constructor __proto__ toString hasOwnProperty",
    "0 00 007 1e9 2016 17",
    "mentoring " * 300,
    "x" * 5000,
    "locum, " * 400,
    "😀" * 2100 + "mentoring",
)


def generated_queries(index: LoadedIndex, count: int, *, seed: int = 20) -> list[str]:
    """Return so many queries, the same ones for the same index; the fixed ones come first."""
    chance = random.Random(seed)
    words = sorted(index.keyword.vocabulary())
    lines = [line for entry in index.entries for line in entry.situations] or words
    makers: Sequence[Callable[[], str]] = (
        lambda: " ".join(chance.sample(words, chance.randint(1, 6))),
        lambda: " ".join(_slip(word, chance) for word in chance.sample(words, 3)),
        lambda: _slip(_slip(chance.choice(words), chance), chance),
        lambda: chance.choice(lines),
        lambda: " ".join(_slip(w, chance) for w in chance.choice(lines).split()),
        lambda: f"{chance.randint(25, 70)}, {chance.choice(lines)}",
        lambda: f'"{" ".join(chance.sample(words, 2))}" -{chance.choice(words)}',
        lambda: " ".join(chance.choice(lines) for _ in range(chance.randint(2, 30))),
        lambda: chance.choice(index.entries).title,
        lambda: chance.choice(chance.choice(index.entries).title.split()).upper(),
        lambda: chance.choice(chance.choice(index.entries).also or ("bank",)),
        lambda: "".join(chance.choice(_ALPHABET + "éß&'’ -.") for _ in range(20)),
    )
    made = [makers[at % len(makers)]() for at in range(count - len(_FIXED))]
    return [*_FIXED, *made]


def _slip(word: str, chance: random.Random) -> str:
    """The word with one letter left out, doubled, changed or swapped with the next."""
    if len(word) < 3:
        return word
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice(_ALPHABET) + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
