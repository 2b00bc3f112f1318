"""Find the weights of content/gate.yml anew: ``python -m bot.danish.learn_gate`` (twenty minutes; when there are many new examples).

What has learnt a row by heart says nothing of how it takes a new one. So the files of examples are dealt into FOLDS groups, each
group is looked at by a ranking and by kinds that were learnt from the others, and logistic regression weighs what they saw.
Every file is one author's, so each is met as a stranger's. Deterministic; the result is committed, and the build does not need it.
"""
from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence

import numpy as np
import yaml

from bot.danish import likely, ranking
from bot.danish.acts import act_of
from bot.danish.content import FOLDER
from bot.danish.gate import best_of, seen_of_asking
from bot.danish.kind import told_by, weighed
from bot.danish.red_flags import red_flags_in
from bot.danish.urgent import urgent_in
from bot.danish.weights import named_tables
from bot.engine import light

TARGET = FOLDER / "gate.yml"
FOLDS = 3
#: What was asked and said by people who had not seen the assistant counts for so many rows of our own.
SEEN_COUNT = 5.0
#: From which likelihood on it counts; `surely`: so likely that it is a question even if it might answer the one that is open.
BOUNDS = {"least": 0.35, "surely": 0.9}
#: How strongly the rows are followed, with each thing that is seen on the same scale.
STRENGTH = 1.0
HEAD = """# Whether a message asks (bot/danish/gate.py). Written by bot/danish/learn_gate.py.
# The sum of `base` and of what is seen, each by its weight, gives how likely it is; from `least` on it counts. From `surely` on a
# message asks, even if it might answer the open question.
"""


class Row(NamedTuple):
    """One example, its kind, and the entry of a question."""

    file: str
    kind: str
    topic: Optional[str]
    text: str


def rows() -> List[Row]:
    """Every example by its file; the entries' own questions are learnt from, and not measured."""
    asked = named_tables(ranking.QUESTIONS)
    found = [Row(name, "ask_question", topic, str(text)) for name, table in asked for topic, texts in table.items() for text in texts]
    return found + [Row(name, kind, None, text) for name, examples in likely.examples_by_file() for kind, text in examples]


def dealt(all_rows: Sequence[Row]) -> Dict[str, int]:
    """The group of each file; the groups are of about one size within each folder."""
    sizes = Counter(row.file for row in all_rows)
    load: Counter = Counter()
    group = {}
    for file in sorted(sizes, key=lambda file: (-sizes[file], file)):
        folder = file.split("/")[0]
        group[file] = min(range(FOLDS), key=lambda one: load[folder, one])
        load[folder, group[file]] += sizes[file]
    return group


class Seen(NamedTuple):
    """What was seen of a row by what had not learnt it, and whether it asks."""

    file: str
    asks: bool
    asking: Mapping[str, float]


def seen_of(group: int) -> List[Seen]:
    """Every row of one group, as it is seen by what was learnt from the others."""
    all_rows = rows()
    groups = dealt(all_rows)
    others = [row for row in all_rows if groups[row.file] != group]
    own = ranking.own_questions()
    asked = [*own, *((row.topic, row.text) for row in others if row.topic), *ranking.made_up()]
    topics = ranking.Model(ranking.fit(asked))
    kinds = likely.Net(likely.fit([*(("ask_question", text) for _, text in own), *((row.kind, row.text) for row in others)]))
    return list(_seen([row for row in all_rows if groups[row.file] == group], topics, kinds))


def _seen(measured: Sequence[Row], topics: ranking.Model, kinds: likely.Net) -> Iterator[Seen]:
    for row in measured:
        if row.kind not in ("ask_question", likely.OTHER) or red_flags_in(row.text) or act_of(row.text) or urgent_in(row.text).unclear:
            continue
        found = kinds.likely(row.text)
        if weighed(row.text, found) not in (None, "ask_question"):
            continue
        best = best_of(topics.ranked(row.text))
        yield Seen(row.file, row.kind == "ask_question", seen_of_asking(row.text, found, best, len(told_by(row.text))))


def learnt(seen: Sequence[Seen]) -> Dict[str, Any]:
    """The base and the weights."""
    from sklearn.linear_model import LogisticRegression

    names = list(seen[0].asking)
    values = np.array([[one.asking[name] for name in names] for one in seen])
    middle, spread = values.mean(axis=0), values.std(axis=0)
    counts = np.array([SEEN_COUNT if Path(one.file).name.startswith("seen") else 1.0 for one in seen])
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit((values - middle) / spread, [one.asks for one in seen], sample_weight=counts)
    weights = model.coef_[0] / spread
    base = float(model.intercept_[0] - weights @ middle)
    return {"base": round(base, 2), "weights": {name: round(float(weight), 2) for name, weight in zip(names, weights)}, **BOUNDS}


def main() -> None:
    """Learn, and write the table."""
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn"), initializer=light.install) as workers:
        seen = [one for group in workers.map(seen_of, range(FOLDS)) for one in group]
    TARGET.write_text(HEAD + yaml.safe_dump(learnt(seen), sort_keys=False, allow_unicode=True), encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


if __name__ == "__main__":
    light.install()
    main()
