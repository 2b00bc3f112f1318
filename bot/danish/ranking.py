"""Which entry of faq.yml a question is about, learnt from questions: letters, words and subjects, weighed by a perceptron.

Of 3 300 questions by four authors that it had not learnt from, it found the entry of 94.5 in 100 and told of 97 in 100 that no entry answers;
ridge regression together with the ten nearest examples 92.5 and 93.

``build()`` learns from the questions of faq.yml, from bot/data/questions and from questions about what no entry is about (the
subjects of others in content/topics.yml, asked as people ask). The weights are saved beside the Danish pipeline, loaded once.
"""
from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from math import log
from typing import Iterator, List, NamedTuple, Sequence, Tuple

import numpy as np

from bot.danish import perceptron, weights
from bot.danish.concepts import concepts_in, words_in
from bot.danish.content import load
from bot.danish.folding import plain_letters
from bot.danish.subjects import LONGEST, OTHER, SUBJECT, concepts_of
from bot.danish.weights import DATA, Learnt, Weights, by_rareness, checksum, checksums_in, hashed, placed_by_rareness, rareness, tables
from bot.danish.word_groups import GROUP_FILES, groups_of
from osteo_rules.content import load as load_rules

QUESTIONS = DATA / "questions"
#: Checksums of the questions that are not learnt from.
LEFT_OUT = DATA / "left_out_questions.txt"
#: What no entry answers; also the name of such questions in bot/data/questions.
NOT_COVERED = "not_covered"

#: Places for the weights of each kind of feature, and what the kind counts for.
PLACES = {"letters": 2 ** 15, "words": 2 ** 16, "subjects": 2 ** 14}
COUNTS_FOR = {"letters": 1.0, "words": 1.0, "subjects": 0.7}
#: So many letters in a row; three and five as well find no question better, and double the time.
IN_A_ROW = 4
#: The first letters of a word, without its ending.
STEM = 5
#: How many times more the entries' own questions count than those of others.
OWN_COUNT = 2.0
#: How many ways each subject of others is asked about.
FRAMES_EACH = 3


class Ranked(NamedTuple):
    """An entry or NOT_COVERED, and how likely it is this one: the shares of all add up to one."""

    topic: str
    share: float


# --- what is seen of a question ---


def letters_of(text: str) -> Iterator[str]:
    """So many letters in a row within each word and its edges."""
    for word in plain_letters(text[:LONGEST]).split():
        edged = f" {word} "
        for at in range(len(edged) - IN_A_ROW + 1):
            yield edged[at:at + IN_A_ROW]


def words_seen(text: str) -> Iterator[str]:
    """Words, their stems, groups and neighbours, and the concepts of acts.yml."""
    words = [word for word in words_in(text[:LONGEST]) if word not in "?!"]
    yield from words
    yield from ("stem " + word[:STEM] for word in words if len(word) > STEM)
    yield from (f"pair {one} {other}" for one, other in zip(["^", *words], [*words, "$"]))
    yield from (f"apart {one} {other}" for one, other in zip(words, words[2:]))
    yield from ("concept " + concept for concept in sorted(concepts_in(words)))
    yield from ("group " + group for word in words for group in groups_of(word))


def subjects_seen(text: str) -> Iterator[str]:
    """Subjects and themes, and which of them stand together."""
    found = sorted(f"{kind} {name}" for kind, name in concepts_of(text))
    yield from found
    if not any(name.startswith(SUBJECT) for name in found):
        yield "no subject"
    if any(name.startswith(OTHER) for name in found):
        yield "another subject"
    ours = [name for name in found if not name.startswith(OTHER)]
    yield from (f"{one} & {other}" for at, one in enumerate(ours) for other in ours[at + 1:])


_SEEN = {"letters": letters_of, "words": words_seen, "subjects": subjects_seen}


def _features(kind: str, text: str) -> weights.Features:
    """The features of one kind; one seen often counts little more than one seen once."""
    return (((feature,), 1.0 + log(count)) for feature, count in Counter(_SEEN[kind](text)).items())


def _weight(kind: str) -> np.float32:
    return np.float32(np.sqrt(COUNTS_FOR[kind]))


# --- the examples ---


def own_questions() -> List[Tuple[str, str]]:
    """(entry, question) of faq.yml."""
    return [(topic, str(question)) for topic, entry in load_rules("faq").items() for question in entry["questions"]]


def questions() -> List[Tuple[str, str]]:
    """(entry or NOT_COVERED, question) of faq.yml and bot/data/questions."""
    rows = own_questions()
    for table in tables(QUESTIONS):
        rows += [(topic, str(question)) for topic, listed in table.items() for question in listed]
    return rows


def learnt_from() -> List[Tuple[str, str]]:
    """The questions that are learnt from: without those that only say what others say (leave_out.py)."""
    left_out = checksums_in(LEFT_OUT)
    return [row for row in questions() if checksum(*row) not in left_out]


def plain_term(term: str) -> str:
    """A term without the marks of how it is compared."""
    return term.strip("-=").replace(" .. ", " ")


def made_up() -> List[Tuple[str, str]]:
    """Examples out of the content: what the answers say, and questions about the subjects of others."""
    content = load("topics")
    rows = [(topic, entry["patient"][:LONGEST]) for topic, entry in load_rules("faq").items()]
    rows += [(topic, " ".join(map(str, entry["words"]))) for topic, entry in load_rules("faq").items()]
    rows += [(topic, " ".join(plain_term(str(term)) for term in terms)[:LONGEST]) for topic, terms in content[SUBJECT].items()]
    frames = content["frames"]
    for term in (plain_term(str(term)) for terms in content[OTHER].values() for term in terms):
        start = zlib.crc32(term.encode())
        rows += [(NOT_COVERED, frames[(start + 7 * way) % len(frames)].format(term)) for way in range(FRAMES_EACH)]
    return rows


def fit(rows: Sequence[Tuple[str, str]]) -> Weights:
    """The weights that tell the entries of `rows` apart."""
    from scipy import sparse

    texts = [text for _, text in rows]
    topics = np.array(sorted({topic for topic, _ in rows}))
    rare = {}
    blocks = []
    for kind in PLACES:
        counted = hashed((_features(kind, text) for text in texts), PLACES[kind])
        rare["rare " + kind] = rareness(counted).astype(np.float16)
        blocks.append(by_rareness(counted, rare["rare " + kind].astype(np.float32)) * _weight(kind))
    own = frozenset(own_questions())
    counts = np.array([OWN_COUNT if row in own else 1.0 for row in rows], dtype=np.float32)
    meant = np.searchsorted(topics, [topic for topic, _ in rows])
    return {"topics": topics, **rare, **perceptron.fit(sparse.hstack(blocks).tocsr(), meant, len(topics), counts)}


# --- learnt and loaded ---


LEARNT = Learnt(
    "topics",
    ("ranking.py", "perceptron.py", "subjects.py", "concepts.py", "folding.py", "dialect.py", "word_groups.py")
    + ("content/topics.yml", "content/acts.yml", "content/dialect.yml", *GROUP_FILES),
    lambda: fit([*learnt_from(), *made_up()]),
)


class Model:
    """The weights, laid out by place."""

    def __init__(self, made: Weights) -> None:
        self.topics = [str(topic) for topic in made["topics"]]
        self.rare = {kind: made["rare " + kind].astype(np.float32) for kind in PLACES}
        self.net = perceptron.Perceptron(made, sum(PLACES.values()))

    def ranked(self, text: str) -> Tuple[Ranked, ...]:
        """Every one of `topics`, the likeliest first."""
        shares = self.net.shares(*self._row(text))
        return tuple(Ranked(self.topics[at], float(shares[at])) for at in np.argsort(-shares))

    def _row(self, text: str) -> Tuple[np.ndarray, np.ndarray]:
        """What is seen of `text`: the places of all kinds, and what stands there, as `fit` saw it."""
        rows, start = [], 0
        for kind, number in PLACES.items():
            places, counts = placed_by_rareness(_features(kind, text), self.rare[kind])
            rows.append((places + start, counts * _weight(kind)))
            start += number
        places, counts = zip(*rows)
        return np.concatenate(places), np.concatenate(counts)


@lru_cache(maxsize=1)
def model() -> Model:
    """Loaded once."""
    return Model(LEARNT.load())


@lru_cache(maxsize=256)
def ranked(text: str) -> Tuple[Ranked, ...]:
    """Every entry and NOT_COVERED, the likeliest first."""
    return model().ranked(text)


def entries(text: str) -> List[Ranked]:
    """Every entry, the likeliest first."""
    return [one for one in ranked(text) if one.topic != NOT_COVERED]
