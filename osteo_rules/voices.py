"""In whose words something is said: a patient's, a physiotherapist's, or about the person whom a relative answers for.

A voice is "patient", "professional", or "relative_female", "relative_male", "relative_unknown" by the sex of the person spoken
of. A relative's text stands in ``content/relative.yml`` and ``relative_result.yml`` where the patient's says "du", with placeholders
for the pronouns; elsewhere the patient's own text fits.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Mapping, Optional

from .answers import Answers
from .content import load

PATIENT, PROFESSIONAL = "patient", "professional"
_PRONOUNS = {
    "relative_female": ("hun", "hende", "hendes"),
    "relative_male": ("han", "ham", "hans"),
    "relative_unknown": ("personen", "personen", "personens"),
}


def relative(sex: Optional[str]) -> str:
    """The voice of a relative who answers for somebody of this sex."""
    return f"relative_{sex}" if sex in ("female", "male") else "relative_unknown"


def voice_of(answers: Answers) -> str:
    """The voice in which an assessment of these answers speaks."""
    if answers.role == "physiotherapist":
        return PROFESSIONAL
    if answers.role == "patient" and answers.for_other is True:
        return relative(answers.sex)
    return PATIENT


def base(voice: str) -> str:
    """The voice whose texts are spoken where there is none of its own."""
    return PROFESSIONAL if voice == PROFESSIONAL else PATIENT


def pronounce(text: str, voice: str) -> str:
    """`text` with its pronouns; other placeholders stay as they are."""
    if voice not in _PRONOUNS:
        return text
    for name, word in zip(("hun", "hende", "hendes"), _PRONOUNS[voice]):
        text = text.replace("{" + name + "}", word).replace("{" + name.capitalize() + "}", word.capitalize())
    return text


def words_in(kind: str, name: str, entry: Mapping[str, Any], voice: str) -> Mapping[str, str]:
    """The texts of a finding or an advice in `voice`, by use."""
    words = entry[base(voice)]
    if voice not in _PRONOUNS:
        return words
    own = load("relative_result").get(kind, {}).get(name, {})
    return {**words, **{use: pronounce(text, voice) for use, text in own.items()}}


def text_in(kind: str, name: str, text: str, voice: str) -> str:
    """A single text in `voice`; `text` is that of its base."""
    own = load("relative_result").get(kind, {}).get(name) if voice in _PRONOUNS else None
    return pronounce(own, voice) if own else text


@lru_cache(maxsize=None)
def report_words(voice: str) -> Dict[str, Any]:
    """``content/report.yml`` with each text under its base voice replaced by the one in `voice`."""
    words = load("report")
    return _overlaid(words, load("relative_result")["report"], voice) if voice in _PRONOUNS else words


def _overlaid(words: Any, own: Any, voice: str) -> Any:
    if isinstance(own, str):
        text = pronounce(own, voice)
        return {**words, PATIENT: text} if isinstance(words, dict) else text
    return {key: _overlaid(value, own[key], voice) if key in own else value for key, value in words.items()}
