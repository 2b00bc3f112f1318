"""Which questions need not be learnt from: ``python -m bot.danish.leave_out`` (some minutes; when there are many new ones).

What was learnt from one half of them nearly always finds the right entry for one of the other half that only says what many others say.
Some of these are left out: the rest tells as much, in less time. Of answers none is: by authors left out, half a point more of the answers
were right with all of them. Deterministic; the checksums in bot/data/left_out_questions.txt are committed, and the build does not need this.
"""
from __future__ import annotations

from typing import List, Sequence, Tuple

from bot.danish import ranking
from bot.danish.weights import checksum
from bot.engine import light

Question = Tuple[str, str]
"""The entry and what was asked."""

#: Of those that others tell, every so many is left out: few, because each entry has only some hundred.
EVERY = 4
#: A question whose entry gets so high a share from others is told by them.
SURE = 0.6


def told_by_others(rows: Sequence[Question]) -> List[Question]:
    """Those of `rows` that the other half of them tells."""
    halves: Tuple[List[Question], List[Question]] = ([], [])
    for row in rows:
        halves[checksum(*row) // 2 % 2].append(row)
    found: List[Question] = []
    for half in (0, 1):
        model = ranking.Model(ranking.fit([*ranking.own_questions(), *halves[1 - half], *ranking.made_up()]))
        found += [row for row in halves[half] if _tells(model, row)]
    return found


def _tells(model: ranking.Model, row: Question) -> bool:
    best = model.ranked(row[1])[0]
    return best.topic == row[0] and best.share >= SURE


def main() -> None:
    """Find them, and write the checksums."""
    own = frozenset(ranking.own_questions())
    asked = [row for row in ranking.questions() if row not in own]
    kept = sorted({checksum(*row) for row in told_by_others(asked) if checksum(*row) % EVERY == 0})
    ranking.LEFT_OUT.write_text("".join(f"{one:08x}\n" for one in kept), encoding="utf-8")
    print(f"{ranking.LEFT_OUT.name}: {len(kept)} of {len(asked)} are left out")


if __name__ == "__main__":
    light.install()
    main()
