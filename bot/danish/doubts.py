"""What is answered when a calm question asked whether something is urgent.

A yes is a yes with whatever else is said: "ja, det kom i går". So is what only says that it is new; a no is what only says that
it is old. It is never an answer to the question that was open before.
"""
from __future__ import annotations

from typing import Optional

from bot.danish.answers import verdict
from bot.danish.pipeline import doc_of
from bot.danish.red_flags import began, has_some

#: A longer message is about something of its own.
SHORT = 10
_AS = {"yes": "yes", "maybe_yes": "yes", "no": "no", "maybe_no": "no", "unknown": "unknown", "mixed": "unknown"}


def answer_to_doubt(text: str) -> Optional[str]:
    """ "yes", "no", "unknown", or None where the message is about something else."""
    said, _, whole = verdict(doc_of(text))
    found = _AS.get(said or "")
    if found is None or whole:
        return found or _by_time(text)
    return "no" if found == "yes" and began(text) == "old" else found


def _by_time(text: str) -> Optional[str]:
    """What a short message without yes or no says: "lidt", "siden i går", "det har jeg altid haft"."""
    if len(text.split()) > SHORT:
        return None
    if has_some(text):
        return "yes"
    return {"new": "yes", "old": "no"}.get(began(text) or "")
