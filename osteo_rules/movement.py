"""How much to move without a training plan (Fig. 5), and when nobody is told to: shared by exercise and lifestyle."""
from __future__ import annotations

from typing import Any, List, Optional

from .advice import advise
from .assessment import Advice
from .content import threshold
from .person import Person
from .wording import number


def told_number(value: Any) -> Optional[float]:
    """The number that was answered; None for a word, "unknown" and not asked."""
    return value if isinstance(value, (int, float)) else None


def at_least(person: Person, age: str) -> Optional[bool]:
    """Whether the person has reached the age called `age` in thresholds.yml; None when the age is not known."""
    return None if person.age is None else person.age >= threshold(age)


def reached(value: Any, goal: str) -> bool:
    """Whether a number was answered and is up to the goal; an unknown never counts as reached."""
    told = told_number(value)
    return told is not None and told >= threshold(goal)


def must_wait(person: Person) -> bool:
    """Nobody is told to move before a doctor has seen a red flag (project decision)."""
    return person.urgency in ("emergency", "same_day")


def load_is_unsafe(person: Person) -> bool:
    """A new vertebral fracture is suspected: an indicator, or pain on percussion of a spine that broke before."""
    return person.vertebral_status == "suspected" or (person.vertebral_status == "known" and "percussion_pain" in person.findings)


def movement(person: Person) -> List[Advice]:
    """30 minutes a day and strength twice a week; from 65 also balance and flexibility three times (Fig. 5)."""
    answers, voice, elderly = person.answers, person.voice, at_least(person, "elderly")
    minutes = told_number(answers.active_minutes_per_day)
    advice = []
    if minutes is None:
        advice.append(advise("active_general", voice, goal=threshold("active_minutes")))
    elif not reached(minutes, "active_minutes"):
        advice.append(advise("active_more", voice, goal=threshold("active_minutes"), minutes=number(minutes)))
    if not reached(answers.strength_sessions_per_week, "strength_sessions"):
        advice.append(advise("strength_twice", voice, goal=threshold("strength_sessions")))
    if elderly is not False and not reached(answers.balance_sessions_per_week, "balance_sessions"):
        if elderly:
            advice.append(advise("balance_three_times", voice, goal=threshold("balance_sessions")))
        else:
            advice.append(advise("balance_if_elderly", voice, goal=threshold("balance_sessions"), age=threshold("elderly")))
    return advice or [advise("movement_kept", voice)]
