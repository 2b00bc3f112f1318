"""The question catalogue: which question applies to a person, in which order, and how far along one is.

The catalogue itself is data (``content/questions.yml``). Here stand the named facts that its ``ask_if`` lines
compare, and the functions that walk it. Answers are taken as a plain mapping of field to value, because a
conversation is asked about long before it is a complete and valid `Answers`.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Tuple

from .answers import UNKNOWN, Answers
from .content import load, threshold
from .examine import examine

#: Steps of the conversation itself; every other catalogue id is a field of `Answers` or a part of a fracture.
CONVERSATION_STEPS = ("role", "consent", "lifestyle")
FRACTURE_PART = "fractures."
MORE_FRACTURES = "fractures.more"


class Option(NamedTuple):
    value: Any
    label: str


@dataclass(frozen=True)
class Question:
    """One entry of the catalogue; `text` is by voice, then by use (ask, again, short, why, lead)."""

    id: str
    kind: str
    roles: Tuple[str, ...]
    text: Mapping[str, Mapping[str, str]]
    options: Tuple[Option, ...] = ()
    unit: Optional[str] = None
    parent: Optional[str] = None
    ask_if: Mapping[str, Any] = None  # type: ignore[assignment]
    rest_no: Any = None

    @property
    def is_follow_up(self) -> bool:
        return self.parent is not None

    def wording(self, use: str, role: str) -> str:
        """The sentence for `use` in the voice of `role`; the patient's where the role has none of its own, else ""."""
        # What leads in a part of the questions is said in a person's own words or not at all.
        for voice in (role,) if use == "lead" else (role, "patient", "physiotherapist"):
            if use in self.text.get(voice, {}):
                return self.text[voice][use]
        return ""


@lru_cache(maxsize=None)
def catalogue() -> Tuple[Question, ...]:
    """All questions in the order of asking."""
    return tuple(_question(entry) for entry in load("questions")["questions"])


def _question(entry: Dict[str, Any]) -> Question:
    options = tuple(Option(item["value"], item["label"]) for item in entry.get("options", []))
    fields = {key: entry[key] for key in ("id", "kind", "text", "unit", "parent", "rest_no") if key in entry}
    return Question(roles=tuple(entry["roles"]), options=options, ask_if=entry.get("ask_if", {}), **fields)


@lru_cache(maxsize=None)
def _by_id() -> Dict[str, Question]:
    return {question.id: question for question in catalogue()}


def question(question_id: str) -> Question:
    """The question with this id; KeyError when there is none."""
    return _by_id()[question_id]


def exists(question_id: str) -> bool:
    """Whether the catalogue has this question."""
    return question_id in _by_id()


# --- facts that ask_if compares: True, False, or None while the answers do not settle it yet ---

Told = Mapping[str, Any]


def answers_from(told: Told) -> Answers:
    """The `Answers` of what is told so far; a fracture of which only its existence is known has site "unknown".

    Raises pydantic.ValidationError naming the field when two answers cannot both be true.
    """
    fields = {field: value for field, value in told.items() if field in Answers.__fields__ and value is not None}
    if isinstance(fields.get("fractures"), list):
        fields["fractures"] = [{**record, "site": record.get("site") or UNKNOWN} for record in fields["fractures"]]
    return Answers(**fields)


#: Key under which an examination that is already made may be handed along with the answers.
EXAMINED = "_examined"


def _person(told: Told) -> Any:
    return told.get(EXAMINED) or examine(answers_from(told))


def _t_score_relevant(told: Told) -> Optional[bool]:
    """A T-score is asked of those who have been told that they have osteoporosis."""
    known = told.get("known_osteoporosis")
    return None if known is None else known is True


def _exercise_eligible(told: Told) -> Optional[bool]:
    """The activity level matters where a training category is given (Fig. 7)."""
    if _person(told).exercise_eligible:
        return True
    undecided = any(told.get(field) is None for field in ("known_osteoporosis", "fractures"))
    return None if undecided else False


def _follow_up_relevant(told: Told) -> Optional[bool]:
    """Being followed by a doctor is asked where it decides the referral: established, or a recent spine fracture."""
    person = _person(told)
    if person.osteoporosis_status == "established" or person.spine_fracture == "recent":
        return True
    undecided = any(told.get(field) is None for field in ("known_osteoporosis", "fractures"))
    return None if undecided else False


def _self_tests(told: Told) -> Optional[bool]:
    """Lasting back pain or height loss asks for the body measures; a red flag or a recent fracture forbids them.

    A physiotherapist always measures. Project decision: nobody with sudden pain is asked to test the back.
    """
    person = _person(told)
    if person.urgency in ("emergency", "same_day") or person.spine_fracture == "recent" or person.hip_fracture == "recent":
        return False
    if told.get("role") == "physiotherapist":
        return True
    if told.get("back_pain") == "lasting" or "height_loss" in person.findings:
        return True
    undecided = any(told.get(field) is None for field in ("back_pain", "height_cm", "youth_height_cm"))
    return None if undecided else False


def _wall_test(told: Told) -> Optional[bool]:
    """The wall test is for the steady only (project decision); a physiotherapist judges that in the room."""
    tests = _self_tests(told)
    if not tests or told.get("role") == "physiotherapist":
        return tests
    unsteady, falls = told.get("unsteady"), told.get("falls_last_year")
    if unsteady is None:
        return None
    often = isinstance(falls, int) and falls >= threshold("falls_last_year")
    return unsteady is False and not often


def _percussion_safe(told: Told) -> Optional[bool]:
    """Percussion is never done on a suspected acute fracture."""
    return _self_tests(told)


def _steadiness_relevant(told: Told) -> Optional[bool]:
    """Steadiness counts from 65 (fall tendency), and before anybody is asked to stand against a wall."""
    age = told.get("age")
    if age == UNKNOWN or (isinstance(age, int) and age >= threshold("fall_tendency_age")):
        return True
    if told.get("role") == "physiotherapist":
        return None if age is None else False
    tests = _self_tests(told)
    if tests:
        return True
    return None if age is None or tests is None else False


def _lifestyle(told: Told) -> Optional[bool]:
    """The seven lifestyle questions are asked of those who said yes to them."""
    return told.get("lifestyle")


FACTS: Dict[str, Callable[[Told], Optional[bool]]] = {
    "t_score_relevant": _t_score_relevant,
    "exercise_eligible": _exercise_eligible,
    "follow_up_relevant": _follow_up_relevant,
    "self_tests": _self_tests,
    "wall_test": _wall_test,
    "percussion_safe": _percussion_safe,
    "steadiness_relevant": _steadiness_relevant,
    "lifestyle": _lifestyle,
}


def applies(entry: Question, told: Told) -> Optional[bool]:
    """Whether the question is for this person: True, False, or None while it depends on what is not told yet."""
    if told.get("role", "patient") not in entry.roles:
        return False
    verdict: Optional[bool] = True
    for name, wanted in entry.ask_if.items():
        value = FACTS[name](told) if name in FACTS else told.get(name)
        if value is None:
            verdict = None
        elif value not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return verdict


def _is_told(entry: Question, told: Told) -> bool:
    return told.get(entry.id) is not None


def open_fracture_part(told: Told) -> Optional[str]:
    """The id of the first part of a fracture that must still be asked, or None.

    A fracture is a dict of the contract's keys; a key that is missing has not been asked.
    """
    fractures = told.get("fractures")
    if not isinstance(fractures, list) or not fractures:
        return None
    for fracture in fractures:
        part = missing_part(fracture, told)
        if part and told.get("role", "patient") in question(FRACTURE_PART + part).roles:
            return FRACTURE_PART + part
    return None if told.get(MORE_FRACTURES) is not None else MORE_FRACTURES


def missing_part(fracture: Mapping[str, Any], told: Told) -> Optional[str]:
    """What is still worth knowing of one fracture; a minor one does not count, so nothing more is asked of it."""
    site = fracture.get("site")
    if site is None:
        return "site"
    if site == "minor":
        return None
    if fracture.get("low_energy") is None:
        return "low_energy"
    major = site in ("spine", "hip")
    if not major and fracture["low_energy"] is False:
        return None
    months, age_at = fracture.get("months_ago"), fracture.get("age_at")
    if months is None and (major or age_at is None):
        return "months_ago"
    known_when = isinstance(months, (int, float)) and isinstance(told.get("age"), int)
    if not known_when and months != "under_6" and age_at is None and fracture["low_energy"] is not False:
        return "age_at"
    if major and fracture.get("verified") is None and told.get("role") != "reception":
        return "verified"
    return None


def next_question(told: Told) -> Optional[str]:
    """The id of the question to ask now, or None when all that apply are told.

    `told`: the answers by field and step (role, consent, lifestyle, fractures.more); fractures as a list of dicts.
    """
    for entry in catalogue():
        if entry.id.startswith(FRACTURE_PART):
            continue
        if not _is_told(entry, told):
            if applies(entry, told):
                return entry.id
        elif entry.id == "fractures":
            part = open_fracture_part(told)
            if part:
                return part
    return None


def _counted(told: Told) -> List[Question]:
    """The questions that make up the progress: main questions about the person that apply or still may."""
    return [
        entry
        for entry in catalogue()
        if not entry.is_follow_up and entry.id not in ("role", "consent") and applies(entry, told) is not False
    ]


def progress(question_id: str, told: Told) -> Tuple[int, int]:
    """(step, of): where `question_id` stands among the questions that apply as far as known.

    A follow-up keeps its parent's step. Questions that may still turn out to apply are counted from the start,
    so the share step/of never falls unless an answer is corrected. Role and consent stand at step 0.
    """
    counted = [entry.id for entry in _counted(told)]
    entry = question(question_id)
    anchor = entry.parent or entry.id
    step = counted.index(anchor) + 1 if anchor in counted else 0
    if not step and anchor not in ("role", "consent"):
        step = sum(1 for other in counted if _position(other) <= _position(anchor)) or 1
    return step, len(counted)


@lru_cache(maxsize=None)
def _position(question_id: str) -> int:
    return [entry.id for entry in catalogue()].index(question_id)


def rest_no(told: Told) -> Dict[str, Any]:
    """What "resten nej" answers: no to every risk question that applies and is not told yet."""
    return {
        entry.id: entry.rest_no
        for entry in catalogue()
        if entry.rest_no is not None and not _is_told(entry, told) and applies(entry, told) is not False
    }


def not_asked(answers: Answers, person: Any) -> List[str]:
    """The fields of the role's questions that apply to these answers and were never put; `person` is their examination."""
    told: Dict[str, Any] = {name: value for name, value in answers if value is not None}
    told.update(lifestyle=True, **{EXAMINED: person})
    return [entry.id for entry in catalogue() if entry.id in Answers.__fields__ and entry.id not in told and applies(entry, told)]
