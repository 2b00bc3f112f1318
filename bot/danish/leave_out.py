"""Which answers need not be learnt from: ``python -m bot.danish.leave_out`` (half a minute; when there are many new answers).

What was learnt from one half of the answers is nearly always sure of the right meaning of an answer of the other half that only says what many others
say. Every second of these is left out: by cross-validation the rest tells as much (94.8 % right either way), in three quarters of the
time. Deterministic; the result, checksums of the answers in bot/data/left_out.txt, is committed, and the build does not need this.
"""
from __future__ import annotations

from typing import Dict, List, Sequence

from bot.danish import opinion
from bot.danish.answer_examples import LEFT_OUT, NOT_LEARNT, Example, answers, checksum
from bot.engine import light

#: An answer whose meaning gets so large a share from others is told by them.
SURE = 0.99


def told_by_others(rows: Sequence[Example]) -> List[Example]:
    """Those of `rows` of which the other half of them is sure."""
    halves: Dict[int, List[Example]] = {0: [], 1: []}
    for row in rows:
        halves[checksum(row.question, row.text) // 2 % 2].append(row)
    found: List[Example] = []
    for half, others in ((0, 1), (1, 0)):
        net = opinion.Net(opinion.fit(halves[others]))
        for row in halves[half]:
            shares = net.shares(row.question, row.text)
            if max(shares.get(meaning, 0.0) for meaning, _ in row.meanings) > SURE:
                found.append(row)
    return found


def main() -> None:
    """Find them, and write the checksums of every second one."""
    rows = [row for row in answers() if row.question not in NOT_LEARNT]
    sums = {checksum(row.question, row.text) for row in told_by_others(rows)}
    kept = sorted(one for one in sums if one % 2 == 0)
    LEFT_OUT.write_text("".join(f"{one:08x}\n" for one in kept), encoding="utf-8")
    print(f"{len(kept)} of {len(rows)} answers are left out")


if __name__ == "__main__":
    light.install()
    main()
