"""Which examples need not be learnt from: ``python -m bot.danish.leave_out`` (some minutes; when there are many new ones).

What was learnt from one half of the examples is nearly always sure of the right meaning of one of the other half that only says what many others
say. Some of these are left out: the rest tells as much, in less time. Of answers the meaning must be sure
(opinion.py), of questions the entry (ranking.py). Deterministic; the results, checksums in bot/data/left_out*.txt, are committed, and the build
does not need this.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, List, Sequence, Tuple

import numpy as np

from bot.danish import opinion, ranking
from bot.danish.answer_examples import LEFT_OUT, NOT_LEARNT, Example, answers
from bot.danish.weights import checksum
from bot.engine import light

#: Of those that others tell, every so many is left out: of questions fewer, because each entry has only some hundred.
EVERY_ANSWER, EVERY_QUESTION = 2, 4
#: An answer whose meaning gets so large a share from others is told by them; a question whose entry gets so high a score.
SURE, SURE_ENTRY = 0.99, 0.6

#: Told whether others tell an example, by what was learnt from them.
Tells = Callable[[Any], bool]


def told_by_others(rows: Sequence[Any], sum_of: Callable[[Any], int], learn: Callable[[List[Any]], Tells]) -> List[Any]:
    """Those of `rows` that the other half of them tells; `sum_of`: the checksum by which they are halved."""
    halves: Tuple[List[Any], List[Any]] = ([], [])
    for row in rows:
        halves[sum_of(row) // 2 % 2].append(row)
    found: List[Any] = []
    for half in (0, 1):
        tells = learn(halves[1 - half])
        found += [row for row in halves[half] if tells(row)]
    return found


def _answers_learnt(rows: List[Example]) -> Tells:
    net = opinion.Net(opinion.fit(rows))

    def tells(row: Example) -> bool:
        shares = net.shares(row.question, row.text)
        return max(shares.get(meaning, 0.0) for meaning, _ in row.meanings) > SURE

    return tells


def _questions_learnt(rows: List[Tuple[str, str]]) -> Tells:
    model = ranking.Model(ranking.fit([*ranking.own_questions(), *rows, *ranking.made_up()]))

    def tells(row: Tuple[str, str]) -> bool:
        scores = model.scores(row[1])
        best = int(np.argmax(scores))
        return model.topics[best] == row[0] and float(scores[best]) >= SURE_ENTRY

    return tells


def _write(target: Path, rows: Sequence[Any], told: Sequence[Any], sum_of: Callable[[Any], int], every: int) -> None:
    """The checksums of one in `every` of those that are told by others."""
    kept = sorted({sum_of(row) for row in told if sum_of(row) % every == 0})
    target.write_text("".join(f"{one:08x}\n" for one in kept), encoding="utf-8")
    print(f"{target.name}: {len(kept)} of {len(rows)} are left out")


def main() -> None:
    """Find them, and write the checksums."""
    said = [row for row in answers() if row.question not in NOT_LEARNT]
    _write(LEFT_OUT, said, told_by_others(said, _sum_of_answer, _answers_learnt), _sum_of_answer, EVERY_ANSWER)
    own = frozenset(ranking.own_questions())
    asked = [row for row in ranking.questions() if row not in own]
    _write(ranking.LEFT_OUT, asked, told_by_others(asked, _sum_of_question, _questions_learnt), _sum_of_question, EVERY_QUESTION)


def _sum_of_answer(row: Example) -> int:
    return checksum(row.question, row.text)


def _sum_of_question(row: Tuple[str, str]) -> int:
    return checksum(*row)


if __name__ == "__main__":
    light.install()
    main()
