"""`make evaluate`: how well Danish is read, on the rows of tests/danish, for each field and each style of writing.

A message goes through the same steps as in a conversation: which kind it is, then what it says. Every row ends in one of three
ways: right, asked back (a value was there, and the assistant would ask again), or wrong (a value that was not said, or another one).

    python -m tests.evaluate [train|held_out|FOLDER ...] [--list] [--only=QUESTION,...|facts|acts] [--disturbed] [--stock]

A folder of answers-*.yml and facts-*.yml that somebody has just written is read the same way: before they are learnt.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from random import Random
from time import perf_counter
from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from bot.engine import light

light.install()

from bot.actions.understanding import (
    DENIED,
    INTERRUPTING,
    LOSING,
    READ_INTENTS,
    Situation,
    asked_about_where_unlikely,
    asks_instead,
    intent_at,
    reading_of,
    where_likely,
)
from bot.danish.kind import kind_of
from bot.danish.ranking import NOT_COVERED
from bot.danish.reader import AskBack, Context, Reading, read
from bot.danish.red_flags import red_flags_in
from bot.danish.topics import entry_meant, nearest, topic_of
from bot.danish.urgent import only_likely, urgent_in
from tests.danish_data import (
    TODAY,
    TRAPS,
    AnswerRow,
    FactRow,
    act_rows,
    answer_rows,
    fact_rows,
    meanings,
    parts_of,
    prose,
    question_rows,
    red_flag_rows,
    same,
    told_on_the_way,
)

#: How many random and mutated texts are read by `--disturbed`.
DISTURBED = 20_000
RIGHT, ASKED, WRONG = "right", "asked back", "wrong"
#: Acts of which it does not matter which of them was seen: all are answered politely and fill nothing.
SOCIAL = frozenset({"greet", "thanks", "goodbye", "how_are_you", "who_are_you", "smalltalk", "swearing"})
#: Both open the conversation, and both go on with what was asked.
OPENING = frozenset({"start", "continue_form"})


class Judged(NamedTuple):
    """One row and how it ended; `found` is what was read."""

    row: Any
    verdict: str
    found: Any


def understood(text: str, question: Optional[str], known: Mapping[str, Any], third: bool, pending: Optional[AskBack] = None) -> Reading:
    """What the conversation would take from `text`; `third`: staff writes it, in the reception where `known` names no role."""
    known = {"role": "reception", **known} if third else known
    kind = intent_at(kind_of(text), question, False, text)
    if kind not in READ_INTENTS:
        return Reading()
    situation = Situation(question, known, TODAY, pending)
    kind = "ask_question" if asks_instead(text, kind, situation) else kind
    if kind == "red_flag" and only_likely(text):
        kind, situation = where_likely(text, situation)
    reading = reading_of(text, kind, situation)
    flags = asked_about_where_unlikely(red_flags_in(text), text, Situation(question, known, TODAY, pending))
    urgent = {field: value for field, value in flags.facts.items() if field != "acute_signs"}
    if not urgent and not flags.unclear:
        return reading
    answer = urgent.get(question or "", reading.answer)
    ask = reading.ask_back
    if flags.unclear == question and (answer is None or answer in DENIED):
        answer, ask = None, AskBack(question or "", "unclear", True)
    return Reading({**reading.facts, **urgent}, reading.fractures, answer, ask, reading.correction, reading.corrects)


def outcome(question: str, reading: Reading) -> Any:
    """The value that answers the question, "ask", or "nothing"."""
    if question == "fractures" and reading.fractures:
        return True
    if reading.answer is not None:
        return reading.answer
    if reading.facts.get(question) is not None:
        return reading.facts[question]  # told beside a question: the conversation takes it as well
    return "ask" if reading.ask_back is not None and reading.ask_back.field.split(".")[0] == question.split(".")[0] else "nothing"


def judge_answer(row: AnswerRow) -> Judged:
    """How one answer to an open question ended."""
    role = "physiotherapist" if row.style == "clinical" else "reception" if row.third else None
    known = {"role": role} if role and row.question != "role" else {}
    return judged(row, outcome(row.question, understood(row.text, row.question, known, row.third)))


def judged(row: AnswerRow, found: Any) -> Judged:
    """What became of `row` when `found` was read: a value, "ask" or "nothing"."""
    wanted = meanings(row.meaning)
    if any(same(found, one, row.question) for one in wanted):
        return Judged(row, RIGHT, found)
    if found in ("ask", "nothing") if isinstance(found, str) else False:
        # Not taken, so the question is put again: the same to a person whether it was seen as vague or as no answer.
        return Judged(row, RIGHT if set(map(str, wanted)) & {"ask", "nothing"} else ASKED, found)
    return Judged(row, WRONG, found)


class Told(NamedTuple):
    """The facts of one message: how many were told and found, missed, and wrong (not said, or said otherwise)."""

    row: FactRow
    hits: int
    missed: List[str]
    wrong: List[str]


def judge_facts(row: FactRow) -> Told:
    """How the facts of one message ended, the answer to an open question among them."""
    told = row.told
    question = told.get("question")
    reading = understood(told["text"], question, told.get("known", {}), bool(told.get("third")))
    found = parts_of({"facts": reading.facts, "fractures": reading.fractures})
    wanted = parts_of(told)
    if question:
        found.pop(question, None)
        answer = told.get("answer")
        if answer is not None and not (question.startswith("fractures") and told.get("fractures")):
            wanted[question] = answer
        value = outcome(question, reading)
        if value not in ("ask", "nothing") and not (question.startswith("fractures") and reading.fractures):
            found[question] = value
    known = told.get("known", {})
    hits = [name for name in wanted if name in found and same(found[name], wanted[name], name.split(":")[-1])]
    wrong = [name for name in found if name not in hits and not (name in known and same(known[name], found[name]))]
    missed = [name for name in wanted if name not in hits]
    return Told(row, len(hits), missed, [f"{name}={found[name]}" for name in wrong])


def judge_act(kind: str, text: str) -> Tuple[bool, str]:
    """Whether the kind of message was seen: exactly, or as social where the same answer follows."""
    found = kind_of(text)
    if kind == "correct_answer" and found == "answer" and read(text, None, Context(known={}, today=TODAY)).correction:
        return True, found  # the value is told with it, and changed at once
    return judged_act(kind, intent_at(found, "age", False, text) or found if kind == "none" else found)


def judged_act(kind: str, found: str) -> Tuple[bool, str]:
    """Whether `found` is right for a message of this kind, and what was found."""
    if kind == "none":
        return found in ("answer", "ask_question", "red_flag"), found
    return found == kind or {found, kind} <= SOCIAL or {found, kind} <= OPENING, found


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "   -   "


def _table(title: str, judged: Iterable[Judged], key: Callable[[Any], str]) -> None:
    counts: Dict[str, Counter] = defaultdict(Counter)
    for one in judged:
        counts[key(one.row)][one.verdict] += 1
        counts["all"][one.verdict] += 1
    print(f"\n{title:<28}{'rows':>6}{'right':>9}{'asked':>9}{'wrong':>9}")
    for name in sorted(counts, key=lambda name: (name == "all", name)):
        count = counts[name]
        total = sum(count.values())
        print(f"{name:<28}{total:>6}" + "".join(f"{_share(count[verdict], total):>9}" for verdict in (RIGHT, ASKED, WRONG)))


def evaluate(split: str, listed: bool, only: Sequence[str] = ()) -> None:
    """Print everything for one split; `listed` adds each row that is not right; `only` leaves all but some questions out."""
    answers = [judge_answer(row) for row in answer_rows(split) if not only or row.question in only]
    _table("answers, by question", answers, lambda row: row.question)
    _table("answers, by style", answers, lambda row: row.style)
    _table("answers, by file", answers, lambda row: row.source)
    facts = [judge_facts(row) for row in fact_rows(split) if not only or "facts" in only]
    hits, missed, wrong = (sum(one.hits for one in facts), sum(len(one.missed) for one in facts), sum(len(one.wrong) for one in facts))
    print(f"\nfacts: {len(facts)} messages, recall {_share(hits, hits + missed)}, precision {_share(hits, hits + wrong)}, "
          f"F1 {2 * hits / max(1, 2 * hits + missed + wrong):.3f}, wrong {wrong}")
    if facts:
        filled, number = filled_beside(split)
        print(f"facts of other fields beside {len(OPEN)} open questions: taken for an answer {filled} of {number}")
    acts = [(kind, text, *judge_act(kind, text)) for kind, text in act_rows(split) if not only or "acts" in only]
    print(f"acts: {len(acts)} messages, right {_share(sum(right for _, _, right, _ in acts), len(acts))}")
    confused = Counter((kind, found) for kind, _, right, found in acts if not right)
    print("  confused: " + ", ".join(f"{kind} as {found} {number}" for (kind, found), number in confused.most_common(12)))
    for kind, (taken, number) in wishes(split).items() if not only or "acts" in only else ():
        print(f"  {kind} beside {len(OPEN)} open questions: taken for an answer {taken} of {number}")
    traps = [one for one in answers if one.row.style in TRAPS and one.verdict == WRONG]
    trapped = [one for one in facts if one.row.group in TRAPS and one.wrong]
    print(f"negation, person and hypothesis: wrong {len(traps)} answers, {len(trapped)} messages")
    if listed:
        for one in answers:
            if one.verdict != RIGHT:
                print(f"{one.verdict.upper():<11}{one.row.source}/{one.row.question}: {one.row.text!r} means {one.row.meaning!r}, read {one.found!r}")
        for told in facts:
            if told.wrong or told.missed:
                print(f"FACTS {told.row.source}/{told.row.group}: {told.row.told['text']!r} wrong {told.wrong} missed {told.missed}")
        for kind, text, right, found in acts:
            if not right:
                print(f"ACT {kind}: {text!r} seen as {found}")


#: Questions that are open while somebody asks something else: one of each kind.
OPEN = ("age", "smoking", "fractures", "conditions", "height_cm", "activity_level", "alcohol_units_per_week")


def filled_beside(split: str) -> Tuple[int, int]:
    """How often a message that tells of other fields only was taken for the answer to one of OPEN, and how often that was looked at."""
    told = [(row, parts_of(row.told)) for row in fact_rows(split) if not row.told.get("question")]
    looked_at = [(row, question) for row, parts in told for question in OPEN if not any(name.split(":")[0].rstrip("s") == question.rstrip("s") for name in parts)]
    return sum(understood(row.told["text"], question, row.told.get("known", {}), row.told.get("third", False)).answer is not None for row, question in looked_at), len(looked_at)


def wishes(split: str) -> Dict[str, Tuple[int, int]]:
    """For each wish by which answers are lost: beside how many of OPEN it is taken for an answer, of all that are seen alone."""
    found: Dict[str, Tuple[int, int]] = {}
    for kind, text in act_rows(split):
        if kind in LOSING and kind_of(text) == kind:
            taken, number = found.get(kind, (0, 0))
            found[kind] = taken + sum(intent_at(kind, question, False, text) != kind for question in OPEN), number + len(OPEN)
    return found


#: What people ask that another kind of message answers as well, and the entry that refers all about medicines to the doctor.
ANSWERED_ELSEWHERE = {
    "who_are_you": {"who_answers", "who_made_this", "is_it_approved"}, "ask_why": {"why_questions"}, "stop_and_delete": {"my_data", "regret"},
    "correct_answer": {"regret"}, "go_back": {"regret"}, "show_answers": {"my_data"}, "red_flag": {"pain", "after_a_fall", "acute_at_home"},
}
REFERS = "medicine"


def judge_question(text: str, entries: Sequence[str]) -> Tuple[bool, Optional[str]]:
    """Whether the answer that was found is one that answers, or refers where none does; and its entry."""
    found = topic_of(text) or meant_beside(text, None)
    if not entries:
        return found in (None, NOT_COVERED, REFERS), found
    return found in entries or bool(ANSWERED_ELSEWHERE.get(kind_of(text), set()) & set(entries)), found


def judge_beside(text: str, entries: Sequence[str], question: str) -> bool:
    """Whether what somebody asks while `question` is open is answered by one of `entries`, or refused where there is none."""
    kind = intent_at(kind_of(text), question, False, text)
    if kind in INTERRUPTING or kind not in READ_INTENTS:
        return judge_question(text, entries)[0]
    meant = meant_beside(text, question)
    return meant in entries if entries else meant in (None, REFERS)


def meant_beside(text: str, question: Optional[str]) -> Optional[str]:
    """The entry that is meant by what does not look like a question, while `question` is open, or nothing is."""
    kind = intent_at(kind_of(text), question, False, text)
    return entry_meant(text) if asks_instead(text, kind, Situation(question, {}, TODAY)) else None


def fills(text: str, entries: Sequence[str], question: str) -> bool:
    """Whether a question that somebody asks is taken for the answer to the open one, and does not tell it as well.

    "Det kan jeg ikke huske" is such an answer, even where it is written to ask what then.
    """
    told = understood(text, None, {}, False)
    if question in told_on_the_way().get(text, ()) or question in told.facts or question == "fractures" and told.fractures:
        return False
    harmless = {"ask", "nothing", *(("unknown",) if "unknown_answer" in entries else ())}
    found = outcome(question, understood(text, question, {}, False))
    return isinstance(found, list) or found not in harmless  # a list of diseases is a value


def evaluate_questions(listed: bool) -> None:
    """Print how often what people ask finds its answer, alone and in the middle of the form, and how often it fills anything."""
    judged_rows = [(text, entries, *judge_question(text, entries)) for text, entries in question_rows()]
    covered = [row for row in judged_rows if row[1]]
    refused = [row for row in judged_rows if not row[1]]
    among = sum(bool(set(row[1]) & set(nearest(row[0]))) for row in covered)
    filled = [(text, question) for text, entries, _, _ in judged_rows for question in OPEN if fills(text, entries, question)]
    print(f"\nquestions: {len(covered)} that an entry answers, right {_share(sum(row[2] for row in covered), len(covered))}, "
          f"among the three offered {_share(among, len(covered))}; {len(refused)} that none does, "
          f"refused {_share(sum(row[2] for row in refused), len(refused))}")
    beside = [judge_beside(text, entries, question) for text, entries, _, _ in covered for question in OPEN]
    print(f"  each beside {len(OPEN)} open questions: right {_share(sum(beside), len(beside))}, "
          f"taken for an answer {len(filled)} of {len(judged_rows) * len(OPEN)}")
    if listed:
        for text, entries, right, found in judged_rows:
            if not right:
                print(f"TOPIC {'|'.join(entries) or NOT_COVERED}: {text!r} found {found}, nearest {nearest(text)}, seen as {kind_of(text)}")
        for text, question in filled:
            print(f"FILLS {question}: {text!r}")


def evaluate_red_flags(listed: bool) -> None:
    """Print how many held-out messages about something urgent are noticed, and what is made of those that only sound so."""
    counts: Dict[bool, Counter] = {True: Counter(), False: Counter()}
    for urgent, text in red_flag_rows():
        found = urgent_in(text)
        became = "taken" if found.facts or found.other_acute else "asked" if found.unclear else "quiet"
        counts[urgent][became] += 1
        if listed and became != ("taken" if urgent else "quiet"):
            print(f"RED FLAG {'urgent' if urgent else 'not urgent'}: {became}: {text!r}")
    for urgent, name in ((True, "urgent messages"), (False, "that only sound so")):
        of, number = counts[urgent], sum(counts[urgent].values())
        told = ", ".join(f"{what} {_share(of[what], number)}" for what in ("taken", "asked", "quiet"))
        print(f"{'red flags: ' if urgent else '           '}{number} {name}: {told}")


def compare_with_stock() -> None:
    """The held-out rows through stock Rasa, trained on the same training rows, beside ours (tests/stock.py)."""
    environment = {**os.environ, light.SETTING: "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    run = subprocess.run([sys.executable, "-m", "tests.stock"], env=environment, capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError(f"stock Rasa could not be measured: {run.stderr[-1000:]}")
    stock = json.loads(run.stdout.strip().splitlines()[-1])
    rows, acts = answer_rows("held_out"), act_rows("held_out")
    theirs = Counter(judged(rows[number], found).verdict for number, found in stock["answers"])
    ours = Counter(judge_answer(row).verdict for row in rows)
    their_acts = sum(judged_act(acts[number][0], "answer" if found in ("other", "nlu_fallback") else found)[0] for number, found in stock["acts"])
    our_acts = sum(judge_act(kind, text)[0] for kind, text in acts)
    print(f"\n{'held-out, side by side':<28}{'right':>9}{'asked':>9}{'wrong':>9}{'acts right':>12}")
    for name, counts, right in (("Knogletjek", ours, our_acts), ("stock Rasa with DIET", theirs, their_acts)):
        print(f"{name:<28}" + "".join(f"{_share(counts[verdict], len(rows)):>9}" for verdict in (RIGHT, ASKED, WRONG)) + f"{_share(right, len(acts)):>12}")


def false_facts() -> List[Tuple[str, Any]]:
    """Sentences of tests/danish/prose.txt from which something was read."""
    found = []
    for line in prose():
        reading = understood(line, None, {}, False)
        if reading.facts or reading.fractures:
            found.append((line, {**reading.facts, **({"fractures": reading.fractures} if reading.fractures else {})}))
    return found


def disturbed(number: int) -> Tuple[float, str]:
    """Read `number` random and mutated texts; (the longest time in seconds, the text that took it). Nothing may raise."""
    random = Random(1)
    texts = [row.text for row in answer_rows("train")] + [row.told["text"] for row in fact_rows("train")]
    asked = sorted({row.question for row in answer_rows("train")})
    slowest = (0.0, "")
    understood("ja", "age", {}, False)  # the first message loads the nets
    for _ in range(number):
        text = _mutated(random, random.choice(texts), random.choice(texts))
        begun = perf_counter()
        understood(text, random.choice(asked), {}, random.random() < 0.3)
        slowest = max(slowest, (perf_counter() - begun, text))
    return slowest


def _mutated(random: Random, text: str, other: str) -> str:
    """A text with letters dropped, doubled, swapped or strange, cut into another, or of random characters altogether."""
    if random.random() < 0.1:
        return "".join(chr(random.choice((random.randrange(32, 591), random.randrange(0x2000, 0x2FFF), random.randrange(0x1F300, 0x1F6FF)))) for _ in range(random.randrange(200)))
    letters = list(text[random.randrange(len(text) + 1):] + " " + other[:random.randrange(len(other) + 1)])
    for _ in range(random.randrange(6)):
        place = random.randrange(len(letters))
        letters[place:place + 1] = random.choice(([], letters[place:place + 1] * 2, [random.choice("aeiouæøå0123456789.,-?! \n")], letters[place:place + 2][::-1]))
        letters = letters or [" "]
    return "".join(letters)


def main(arguments: List[str]) -> None:
    listed = "--list" in arguments
    only = [name for argument in arguments if argument.startswith("--only=") for name in argument[len("--only="):].split(",")]
    for split in [name for name in arguments if not name.startswith("-")] or ["train", "held_out"]:
        print(f"\n===== {split} =====")
        evaluate(split, listed, only)
    if not only or "questions" in only:
        evaluate_questions(listed)
    if not only or "red_flags" in only:
        evaluate_red_flags(listed)
    if only and "facts" not in only:
        return
    if "--disturbed" in arguments:
        seconds, text = disturbed(DISTURBED)
        print(f"\n{DISTURBED} random and mutated texts: none raised; the slowest took {seconds * 1000:.0f} ms ({len(text)} characters)")
    if "--stock" in arguments:
        compare_with_stock()
    read_as_facts = false_facts()
    print(f"\nprose: {len(prose())} sentences, false facts in {_share(len(read_as_facts), len(prose()))}")
    if listed:
        for line, found in read_as_facts:
            print(f"PROSE {line!r}: {found}")


if __name__ == "__main__":
    main(sys.argv[1:])
