"""Who answers: a patient, a physiotherapist, a receptionist; and the sex at birth."""
from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Set

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.answers.common import NOTHING, Answer, asked_anything, confirm, length
from bot.danish.answers.signals import Signal, Signals, as_written, is_unsure, line, signals_in, words
from bot.danish.answers.whose import RELATIVES
from bot.danish.facts import Facts
from bot.danish.reading import Context
from bot.danish.view import Segment

#: "intet af det" is an answer only in a message of few words.
FEW_WORDS = 7
#: "ikke for mig selv": the denial stands so near.
NEAR = 3
#: In a fragment ("her i skranken") the work stands among the first words.
FRAGMENT = 3


def role(doc: Doc, facts: Facts, context: Context) -> Answer:
    """The writer's own part; a relative answers as the patient."""
    if asked_anything(doc):
        return NOTHING
    segments = as_written(doc._.segments, people=True)
    told = signals_in("role", segments).where(lambda signal: not (signal.segment.hypothetical or signal.segment.question))
    work = {"physiotherapist": told.named("physio"), "reception": told.named("desk", "desk_place")}
    own = {name for name, signals in work.items() if any(_is_own_work(signal, told) for signal in signals)}
    if told.says("physio_work") and "reception" not in own:
        own.add("physiotherapist")
    oneself = any(not _is_denied_before(signal) for signal in told.named("self"))
    named = told.named("physio", "desk", "desk_place")
    if (oneself or told.named("retired")) and any(line("worked").search(signal.segment.line) for signal in named):
        own.clear()
    if oneself or len(own) > 1:
        return NOTHING if own else Answer("patient")
    if own:
        return Answer(own.pop())
    others_work = any(signal.denied is False for signal in named) and not told.named("past")
    plain = any(not _is_denied_before(signal) for signal in told.named("patient", "relative", "retired"))
    return Answer("patient") if plain and not others_work else NOTHING


def _is_denied_before(signal: Signal) -> bool:
    """ "ikke mig": denied itself, whatever else is denied beside it ("for mig selv, ikke for andre")."""
    return bool(set(signal.before.split()[-NEAR:]) & scope.words("negators"))


def _is_own_work(signal: Signal, told: Signals) -> bool:
    """Whether a worker or a workplace that is named is the writer's own, now."""
    if signal.denied is not False or signal.at in told.places("past"):
        return False
    at_desk = signal.name == "desk_place"
    if line("myself").search(signal.before) or line("inverted").search(signal.after):
        return not line("treated").search(signal.before) or at_desk and not line("talked").search(signal.before)
    if signal.segment.explicit and signal.segment.person in RELATIVES:
        return False
    around = words("fill") | words("around_work")
    following = signal.after.split()[:1]
    if signal.text in words("workers") and not line("identity").match(signal.before) and following and following[0] not in around | {"på"}:
        return False
    if any(says.at == signal.at and says.start >= signal.start for says in told.named("says")):
        return False
    if at_desk or line("visited").search(signal.before):
        return at_desk
    before = signal.before.split()
    return all(word in around or word[0] == "#" for word in before) or len(before) <= FRAGMENT and signal.segment.person == "self"


# --- sex at birth ---


def sex(doc: Doc, facts: Facts, context: Context) -> Answer:
    """The sex at birth: what somebody was born as counts before what somebody is."""
    if asked_anything(doc):
        return NOTHING
    segments = as_written(doc._.segments, people=True, today=True)
    told = signals_in("sex", segments).where(lambda signal: signal.segment.plain)
    stated: Dict[str, List[Signal]] = {name: [one for one in told.named(name) if _tells_of_self(one, told, segments)] for name in SEXES}
    firm = [one for signals in stated.values() for one in signals if one.denied is False]
    at_birth = {one.name for one in firm if one.at in _places(told, "born_before")}
    found = at_birth or {one.name for one in firm}
    if told.named("turned") and not at_birth:
        return confirm("sex", None)
    if len(found) == 1:
        name = next(iter(found))
        if name == "other" and length(doc) > FEW_WORDS:
            return NOTHING
        only_now = not at_birth and name != "other" and any(one.at in _places(told, "today") for one in firm)
        return confirm("sex", name) if only_now or any(is_unsure(segments, one.at) for one in firm) else Answer(name)
    if found:
        return confirm("sex", None)
    denied = {name for name, signals in stated.items() if signals}
    if len(denied) == 1 and denied <= {"female", "male"}:
        return confirm("sex", "male" if "female" in denied else "female")
    hint = _hint(told, segments)
    return confirm("sex", hint) if hint else NOTHING


SEXES = ("female", "male", "other")


def _places(told: Signals, name: str) -> Set[int]:
    return {signal.at for signal in told.named(name)}


def _tells_of_self(signal: Signal, told: Signals, segments: Sequence[Segment]) -> bool:
    """Whether a word for a sex tells of the writer, not of a husband or of people at large."""
    segment = signal.segment
    if line("introduced").match(segment.line):
        return True
    alone = segment.line.strip() == signal.text
    first = all(word in words("fill") for word in signal.before.split())
    if any(other.at == signal.at and other.start <= signal.start < other.end for other in told.named("other_one")):
        return False
    if not alone and signal.text in words("other_people") and signal.name != "other":
        return False
    if not (alone or first) and segment.person in RELATIVES and segment.explicit:
        return False
    if line("felt").search(signal.before):
        return False
    return signal.at in _places(told, "born_before") or _is_stated(signal, segments)


#: "kone på snart halvfjerds".
_PERSON_OF_AGE = re.compile(r"^ ?på (?:(?:snart|næsten|knap|godt|lige|omkring|cirka|over|små) )*#\d+(?: år)? ")


def _is_stated(signal: Signal, segments: Sequence[Segment]) -> bool:
    """Whether the word says what the writer is: alone, or as what "er" or "som" speaks of."""
    before, after = signal.before.split(), _PERSON_OF_AGE.sub(" ", signal.after).split()
    following = after[0] if after else _next_word(signal, segments)
    inverted = bool(line("inverted").match(signal.after))
    acts = bool(after) and following in scope.words("finite_verbs") and not inverted
    if not line("identity").match(signal.before) and (following in ("der", "som") or acts):
        return False
    if signal.text in words("alone") or signal.name == "other" and signal.text not in words("neither"):
        return all(word in words("fill") for word in [*before, *after])
    if line("belongs").search(signal.before):
        return False
    if all(word in words("fill") or word[0] == "#" for word in before) or line("article").match(signal.before) or inverted:
        return True
    own = signal.segment.person in ("self", "patient") or not signal.segment.explicit
    return own and bool(line("predicate").search(signal.before))


def _next_word(signal: Signal, segments: Sequence[Segment]) -> Optional[str]:
    """The first word of the next segment of the sentence."""
    following = segments[signal.at + 1] if signal.at + 1 < len(segments) else None
    return following.items[0].text if following is not None and following.sentence == signal.segment.sentence else None


def _hint(told: Signals, segments: Sequence[Segment]) -> Optional[str]:
    """What else shows the sex: "jeg er mormor til syv". Never taken unasked."""
    hints = {name for name in ("hint_female", "hint_male") if told.says(name)}
    others = any(one.person in RELATIVES and one.explicit and not line("myself").search(one.line) for one in segments)
    return hints.pop()[len("hint_"):] if len(hints) == 1 and not others else None
