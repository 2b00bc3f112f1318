"""Which kind of message it most likely is, learnt from examples: a perceptron over letters, words and concepts.

``build()`` learns from bot/data/kinds, from everything that people ask (bot/data/questions), and from the answers and facts that
people write, which are no act at all. The weights are saved beside the Danish pipeline, and loaded once.
"""
from __future__ import annotations

from functools import lru_cache
from typing import AbstractSet, Any, FrozenSet, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from bot.danish import perceptron
from bot.danish.asking import ways_of_asking
from bot.danish.concepts import acts_of, concepts_in, losing_words, words_in
from bot.danish.content import load
from bot.danish.folding import fold
from bot.danish.message_features import Seen, length_seen, letters_seen, words_seen
from bot.danish.ranking import questions
from bot.danish.weights import DATA, Learnt, Weights, by_rareness, hashed, named_tables, placed_by_rareness, rareness
from bot.danish.word_groups import GROUP_FILES, groups_seen, well_known

#: The examples of every kind, and those of answers and facts.
KINDS, ANSWERS = DATA / "kinds", DATA / "people"
#: What is no act: an answer, a fact, a story.
OTHER = "other"
#: The question that is also answered by what steers elsewhere: "kør løs", "giv mig bare resultatet".
OFFER = "lifestyle"

#: Places for the weights of a kind; features that share one are few.
PLACES = 2 ** 18
#: How many times each example is looked at: eight times tell no kind better.
ROUNDS = 5
#: Of what people answer, which is no act, every so many is learnt from, and counts for all of them; but for what sounds like one by which
#: answers are lost ("jeg prøver at holde op"): all of that is learnt from.
ANSWERS_EVERY = 3
#: What a feature counts for: a concept as a word, the letters within a word much less, the way of asking more.
LETTERS, WAY_OF_ASKING = 0.6, 2.0
#: What the groups of a word count for, and its groups with the word before or after it; a word that so many examples have needs none.
GROUPS, BESIDE, WELL_KNOWN = 1.0, 0.7, 1000
#: How much more the examples of a rare kind count: 0 no more, 1 as if every kind had as many.
RARE = 0.6
#: So many letters in a row; three and five as well tell no kind better, and take longer.
IN_A_ROW = (4,)
#: Longer messages are stories to different degrees.
LENGTHS = (2, 4, 8, 13)


class Likely(NamedTuple):
    """How likely each kind is; they add up to one."""

    shares: Mapping[str, float]
    ruled: Sequence[str]
    """The acts that the grammar of concepts finds, the surest first."""

    @property
    def best(self) -> str:
        """The likeliest act, whether or not it is likelier than none."""
        return max((kind for kind in self.shares if kind != OTHER), key=lambda kind: self.shares[kind])


@lru_cache(maxsize=1)
def _polite() -> Tuple[str, FrozenSet[str]]:
    """The word that ends a wish politely, and those that make thanks of it."""
    return fold(load("acts")["politely"]["word"]), frozenset(fold(word) for word in load("acts")["politely"]["thanks"])


def _without_politeness(words: List[str]) -> List[str]:
    """"resultatet tak" thanks for nothing; "mange tak" does."""
    polite, thanks = _polite()
    kept = [word for word in words if word not in "?!"]
    return kept[:-1] if kept[-1:] == [polite] and set(kept[:-1]) - thanks - {polite} else words


def features(text: str, known: AbstractSet[str]) -> Seen:
    """What is seen of a message, each with its weight; `known`: the words that need no group."""
    words = _without_politeness(words_in(text))
    yield from words_seen(words)
    yield from groups_seen(words, known, GROUPS, BESIDE)
    yield from letters_seen(words, LETTERS, IN_A_ROW)
    concepts = concepts_in(words)
    ordered = sorted(concepts)
    for at, concept in enumerate(ordered):
        yield ("concept " + concept,), 1.0
        for other in ordered[at + 1:]:
            yield (f"concepts {concept} {other}",), 1.0
    for act in acts_of(concepts)[:1]:
        yield ("rule " + act,), 2.0
    if any(word.isdigit() for word in words):
        yield ("digits",), 1.0
    yield from length_seen(words, LENGTHS)
    ways = ways_of_asking(words)
    yield tuple(ways), WAY_OF_ASKING
    yield ("ways " + " ".join(ways),), 1.0


# --- the examples ---


@lru_cache(maxsize=1)
def examples() -> Tuple[Tuple[str, str], ...]:
    """(kind, text) of every example. What is said instead of an answer is left out: it may be an act or none."""
    return (*(row for _, of_file in examples_by_file() for row in of_file), *_asked())


def _asked() -> List[Tuple[str, str]]:
    return [("ask_question", question) for question in {question: None for _, question in questions()}]


def learnt_from() -> Tuple[List[Tuple[str, str]], List[float]]:
    """The examples that are learnt from, and how many each counts for."""
    rows: List[Tuple[str, str]] = []
    counts: List[float] = []
    for name, of_file in examples_by_file():
        every = ANSWERS_EVERY if name.startswith("people/answers") else 1
        told = [row for at, row in enumerate(of_file) if at % every and not losing_words().isdisjoint(row[1].lower().split())]
        rows += [*of_file[::every], *told]
        counts += [float(every)] * len(of_file[::every]) + [1.0] * len(told)
    asked = _asked()
    return rows + asked, counts + [1.0] * len(asked)


def examples_by_file() -> Iterator[Tuple[str, List[Tuple[str, str]]]]:
    """The name of each file and its examples, without what people ask."""
    for name, table in named_tables(KINDS):
        yield name, [(OTHER if kind == "none" else kind, str(text)) for kind, texts in table.items() for text in texts]
    for name, table in named_tables(ANSWERS, "answers*.yml"):
        answers = [(question, str(text)) for question, listed in table.items() for text, meaning, *_ in listed if meaning != "nothing"]
        yield name, [(OTHER, text) for question, text in answers if question != OFFER or not acts_of(concepts_in(words_in(text)))]
    for name, table in named_tables(ANSWERS, "facts*.yml"):
        yield name, [(OTHER, told["text"]) for listed in table.values() for told in listed if _tells(told)]


def _tells(told: Mapping[str, Any]) -> bool:
    return bool(told.get("facts") or told.get("fractures") or told.get("asks") or told.get("answer") is not None)


def fit(rows: Sequence[Tuple[str, str]], counts: Optional[Sequence[float]] = None) -> Weights:
    """The weights that tell the kinds of `rows` apart; `counts`: how many rows each stands for."""
    known = well_known((words_in(text) for _, text in rows), WELL_KNOWN)
    counted = hashed((features(text, known) for _, text in rows), PLACES)
    rare = rareness(counted).astype(np.float16)
    seen = by_rareness(counted, rare.astype(np.float32))
    kinds, meant, numbers = np.unique([kind for kind, _ in rows], return_inverse=True, return_counts=True)
    each = np.ones(len(rows)) if counts is None else np.array(counts)
    each = each * (len(rows) / (len(kinds) * numbers[meant])) ** RARE
    weights = perceptron.fit(seen, meant, len(kinds), (each / each.mean()).astype(np.float32), ROUNDS)
    return {"kinds": kinds.astype(str), "known": np.array(sorted(known), dtype=str), "rare": rare, **weights}


LEARNT = Learnt(
    "kinds",
    ("likely.py", "perceptron.py", "asking.py", "concepts.py", "folding.py", "dialect.py", "word_groups.py", "content/acts.yml", "content/dialect.yml", *GROUP_FILES),
    lambda: fit(*learnt_from()),
)


class Net:
    """Tells the kinds apart by what `fit` learnt."""

    def __init__(self, made: Weights) -> None:
        self.kinds = [str(kind) for kind in made["kinds"]]
        self.known = frozenset(map(str, made["known"]))
        self.rare = made["rare"].astype(np.float32)
        self.net = perceptron.Perceptron(made, PLACES)

    def likely(self, text: str) -> Likely:
        """How likely each kind is for `text`."""
        shares = self.net.shares(*placed_by_rareness(features(text, self.known), self.rare))
        return Likely(dict(zip(self.kinds, shares.tolist())), acts_of(concepts_in(words_in(text))))


@lru_cache(maxsize=1)
def _net() -> Net:
    return Net(LEARNT.load())


@lru_cache(maxsize=256)
def likely(text: str) -> Likely:
    """How likely each kind is for `text`, by what was learnt from all examples."""
    return _net().likely(text)
