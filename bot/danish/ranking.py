"""Which entry of faq.yml a question is about, learnt from questions: ridge regression on letters, words and subjects, and the nearest ones.

What is seen of a question over all examples decides, and beside it the few examples that are most like it: of 3 200 questions by four authors
that neither had learnt from, the first found 92.3 in 100, the nearest alone 90.2, both together 93.9.

``build()`` learns from the questions of faq.yml, from bot/data/questions and from questions about what no entry is about (the
subjects of others in content/topics.yml, asked as people ask). The weights are saved beside the Danish pipeline, loaded once.
"""
from __future__ import annotations

import zlib
from collections import Counter
from functools import lru_cache
from math import log
from typing import Any, Dict, Iterator, List, NamedTuple, Sequence, Tuple

import numpy as np

from bot.danish.concepts import concepts_in, words_in
from bot.danish.content import load
from bot.danish.folding import plain_letters
from bot.danish.subjects import LONGEST, OTHER, SUBJECT, concepts_of
from bot.danish.weights import DATA, Learnt, Weights, by_rareness, checksum, checksums_in, hashed, rareness, tables
from osteo_rules.content import load as load_rules

QUESTIONS = DATA / "questions"
#: Checksums of the questions that are not learnt from.
LEFT_OUT = DATA / "left_out_questions.txt"
#: What no entry answers; also the name of such questions in bot/data/questions.
NOT_COVERED = "not_covered"

#: Places for the weights of each kind of feature, and what the kind counts for.
PLACES = {"letters": 2 ** 15, "words": 2 ** 15, "subjects": 2 ** 14}
COUNTS_FOR = {"letters": 1.0, "words": 1.0, "subjects": 0.7}
#: So many letters in a row; three and five as well find no question better, and double the time.
IN_A_ROW = 4
#: The first letters of a word, without its ending.
STEM = 5
#: How little the examples are mistrusted: the ridge; and how many times less the entries' own questions are.
RIDGE, OWN_COUNT = 0.3, 2.0
#: How many steps of learning an entry takes: more follow the examples more closely, and no question better. What no entry answers is
#: as much as twenty entries, and comes closer in more steps; of one alone they cost little.
STEPS, STEPS_NOT_COVERED = 24, 96
#: How many entries are learnt together.
AT_A_TIME = 32
#: What an example that is no other entry's counts for against one that is this entry's.
NOT_THIS = -0.2
#: So many of the examples most like a question tell of which entry it is, the more like it the more (to that power); and what all of them
#: together count for beside the ridge regression, where about 1 is sure.
NEAREST, LIKENESS, NEAREST_COUNT = 10, 3, 0.4
#: What more examples have makes none of them like another, and takes most of the time.
COMMON = 500
#: How many ways each subject of others is asked about.
FRAMES_EACH = 3


class Ranked(NamedTuple):
    """An entry or NOT_COVERED, and how much speaks for it: about 1 where it is surely this one, 0 or less where it is not."""

    topic: str
    score: float


# --- what is seen of a question ---


def letters_of(text: str) -> Iterator[str]:
    """So many letters in a row within each word and its edges."""
    for word in plain_letters(text[:LONGEST]).split():
        edged = f" {word} "
        for at in range(len(edged) - IN_A_ROW + 1):
            yield edged[at:at + IN_A_ROW]


def words_seen(text: str) -> Iterator[str]:
    """Words, their stems and neighbours, and the concepts of acts.yml."""
    words = [word for word in words_in(text[:LONGEST]) if word not in "?!"]
    yield from words
    yield from ("stem " + word[:STEM] for word in words if len(word) > STEM)
    yield from (f"pair {one} {other}" for one, other in zip(["^", *words], [*words, "$"]))
    yield from (f"apart {one} {other}" for one, other in zip(words, words[2:]))
    yield from ("concept " + concept for concept in sorted(concepts_in(words)))


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


def _counted(kind: str, texts: Sequence[str]) -> Any:
    """The features of one kind by place; one seen often counts little more than one seen once."""
    rows = ([(feature, 1.0 + log(count)) for feature, count in Counter(_SEEN[kind](text)).items()] for text in texts)
    return hashed(rows, PLACES[kind])


def _weighed(kind: str, counted: Any, rare: np.ndarray) -> Any:
    return by_rareness(counted, rare) * np.float32(np.sqrt(COUNTS_FOR[kind]))


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


def _solved(seen: Any, wanted: np.ndarray, counts: np.ndarray, slow: int) -> np.ndarray:
    """What each row counts for, for each entry: ridge regression by conjugate gradients, many entries in one product.

    `counts`: how many rows each row stands for; `slow`: which column of `wanted` takes STEPS_NOT_COVERED.
    STEPS come as near to the exact solution as matters, in a fifth of its work; scikit-learn's Ridge takes the entries one by one.
    """
    # The places in use, the commonest first, and some entries at a time: what is needed again stays near the processor.
    often = np.bincount(seen.indices, minlength=seen.shape[1])
    seen = seen[:, np.argsort(-often, kind="stable")[: np.count_nonzero(often)]]
    seen.sort_indices()
    across = seen.T.tocsr()
    ridge = (RIDGE / counts).astype(np.float32)[:, None]
    parts = np.array_split(wanted, -(-wanted.shape[1] // AT_A_TIME), axis=1)
    found = np.hstack([_approached(seen, across, ridge, part, STEPS) for part in parts])
    found[:, [slow]] = _approached(seen, across, ridge, wanted[:, [slow]], STEPS_NOT_COVERED)
    return found


def _approached(seen: Any, across: Any, ridge: np.ndarray, wanted: np.ndarray, steps: int) -> np.ndarray:
    wanted = np.ascontiguousarray(wanted)
    found, rest = np.zeros_like(wanted), wanted.copy()
    way, length = rest.copy(), (rest ** 2).sum(axis=0)
    for _ in range(steps):
        moved = seen @ (across @ way) + ridge * way
        step = length / (way * moved).sum(axis=0)
        found += step * way
        rest -= step * moved
        before, length = length, (rest ** 2).sum(axis=0)
        way = rest + (length / before) * way
    return found


def fit(rows: Sequence[Tuple[str, str]]) -> Weights:
    """The weights that tell the entries of `rows` apart."""
    from scipy import sparse

    texts = [text for _, text in rows]
    topics = np.array(sorted({topic for topic, _ in rows}))
    made: Dict[str, np.ndarray] = {"topics": topics}
    blocks = []
    for kind in PLACES:
        counted = _counted(kind, texts)
        made["rare " + kind] = rareness(counted).astype(np.float16)
        blocks.append(_weighed(kind, counted, made["rare " + kind].astype(np.float32)))
    seen = sparse.hstack(blocks).tocsr()
    wanted = np.full((len(rows), len(topics)), NOT_THIS, dtype=np.float32)
    wanted[np.arange(len(rows)), np.searchsorted(topics, [topic for topic, _ in rows])] = 1.0
    own = frozenset(own_questions())
    counts = np.array([OWN_COUNT if row in own else 1.0 for row in rows])
    made["weights"] = (seen.T @ _solved(seen, wanted, counts, int(np.searchsorted(topics, NOT_COVERED)))).astype(np.float16)
    return {**made, **_examples_by_place(seen), "example topics": wanted.argmax(axis=1).astype(np.int32)}


def _examples_by_place(seen: Any) -> Dict[str, np.ndarray]:
    """The rows of `seen` turned round, to find which examples share a place: the parts of a sparse matrix, without what is common."""
    across = seen.T.tocsr()
    often = np.diff(across.indptr) > COMMON
    across.data[np.repeat(often, np.diff(across.indptr))] = 0.0
    across.eliminate_zeros()
    return {"example data": across.data.astype(np.float16), "example indices": across.indices, "example indptr": across.indptr}


# --- learnt and loaded ---


LEARNT = Learnt(
    "topics",
    ("ranking.py", "subjects.py", "concepts.py", "folding.py", "dialect.py")
    + ("content/topics.yml", "content/acts.yml", "content/dialect.yml"),
    lambda: fit([*learnt_from(), *made_up()]),
)


class Model:
    """The weights and the examples, laid out by place."""

    def __init__(self, made: Weights) -> None:
        from scipy import sparse

        self.topics = [str(topic) for topic in made["topics"]]
        self.rare = {kind: made["rare " + kind].astype(np.float32) for kind in PLACES}
        self.weights = made["weights"]
        self.topic_of = made["example topics"]
        examples = (made["example data"].astype(np.float32), made["example indices"], made["example indptr"])
        self.examples = sparse.csr_matrix(examples, shape=(len(self.weights), len(self.topic_of)))

    def scores(self, text: str) -> np.ndarray:
        """How much speaks for each of `topics`."""
        row = self._row(text)
        return row.data @ self.weights[row.indices].astype(np.float32) + NEAREST_COUNT * self._nearest(row)

    def nearest(self, text: str) -> np.ndarray:
        """The share of each of `topics` in the examples most like `text`; they add up to one, or to zero where nothing is like it."""
        return self._nearest(self._row(text))

    def _row(self, text: str) -> Any:
        """What is seen of `text`, as one row over the places of all kinds."""
        from scipy import sparse

        rows = [_weighed(kind, _counted(kind, [text]), self.rare[kind]) for kind in PLACES]
        starts = np.cumsum([0, *PLACES.values()])
        places = np.concatenate([row.indices + start for row, start in zip(rows, starts)])
        return sparse.csr_matrix((np.concatenate([row.data for row in rows]), places, [0, len(places)]), shape=(1, len(self.weights)))

    def _nearest(self, row: Any) -> np.ndarray:
        like = row @ self.examples
        best = np.arange(like.nnz) if like.nnz <= NEAREST else np.argpartition(-like.data, NEAREST)[:NEAREST]
        likeness = like.data[best] ** LIKENESS
        shares = np.bincount(self.topic_of[like.indices[best]], likeness, minlength=len(self.topics)).astype(np.float32)
        return shares / (likeness.sum() or 1.0)


@lru_cache(maxsize=1)
def model() -> Model:
    """Loaded once."""
    return Model(LEARNT.load())


@lru_cache(maxsize=256)
def ranked(text: str) -> Tuple[Ranked, ...]:
    """Every entry and NOT_COVERED, the likeliest first."""
    scores = model().scores(text)
    return tuple(Ranked(model().topics[at], float(scores[at])) for at in np.argsort(-scores))


def entries(text: str) -> List[Ranked]:
    """Every entry, the likeliest first."""
    return [one for one in ranked(text) if one.topic != NOT_COVERED]
