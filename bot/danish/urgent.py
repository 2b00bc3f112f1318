"""What in a message may be urgent: by the patterns of ``red_flags.py``, and by what was learnt from examples (``urgent_net.py``).

The patterns come first: what they see is a fact or a question about one sign. The net works both ways, and asks one calm question:
where the patterns see nothing and it finds something urgent likely, and where it finds a fact of theirs very unlikely. It never adds a
fact, and never silences one.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Set

from bot.danish.numbers import is_only_number
from bot.danish.pipeline import doc_of
from bot.danish.red_flags import ORDER, RedFlags, red_flags_in
from bot.danish.urgent_net import Opinion, opinion

#: The doubt about no sign in particular (`RedFlags.unclear`).
URGENT = "urgent"
#: From this likelihood a message is asked about that the patterns see nothing in. Each learning moves single messages by some hundredths: lower
#: than where the measured ones are all asked about, for 3 more of 1 000 answers asked about needlessly.
LEAST = 0.22
#: So much where the patterns saw a sign or a saying and found it harmless.
LEAST_CALMED = 0.5
#: The same for messages that sound most like thoughts of suicide, with at least such a share of all signs: they are said in many quiet ways.
LEAST_QUIET, LEAST_QUIET_CALMED, QUIET_SHARE = 0.12, 0.4, 0.8
#: Below this likelihood a fact of the patterns is asked about before it counts, in messages of at least so many words: what is said in a
#: few words is meant as it is said.
LEAST_FACT, FEWEST_WORDS = 0.7, 6
#: Thoughts of suicide are doubted only below this: "hellere dø end drikke kærnemælk". The question that is asked then is as direct.
LEAST_SUICIDAL = 0.3
#: Below this likelihood a question that sounds urgent is answered as well.
LEAST_FIRST = 0.8
#: From this share the question is about the sign that the net sees, which it then tells right in 97 of 100 messages it has not learnt from; else it
#: is the general one. Whether somebody thinks of suicide is asked only where something urgent is as likely as `LEAST_FIRST`.
SURE_OF_SIGN = 0.7
SUICIDAL = "suicidal_thoughts"
#: What may stand around a time that is told alone, and how long a text such a message is at most.
_AROUND_TIMES = frozenset({"her", "det", "var", "er", "vist", "nok", "vel", "cirka", "omkring", "skete", "sket", "lige", "for", "altså", "tror", "jeg"})
LONGEST_TIME = 40
#: A longer text is a story; its sentences are looked at by the patterns.
LONGEST = 2000


@lru_cache(maxsize=64)
def urgent_in(text: str) -> RedFlags:
    """The red flags of a message by the patterns, or a doubt where the net finds something urgent likely, or a fact very unlikely."""
    found = red_flags_in(text)
    if len(text) > LONGEST or is_only_number(text) or _tells_only_when(text) or found.unclear and not found.facts and not found.other_acute:
        return found
    seen = opinion(text)
    if found:
        least = LEAST_SUICIDAL if SUICIDAL in signs_of(found.facts) else LEAST_FACT
        return _doubted(found) if seen.likelihood < least and len(text.split()) >= FEWEST_WORDS else found
    if seen.likelihood < _least_to_ask(seen, found.calmed):
        return found
    return RedFlags(unclear=_asked_about(seen))


def _tells_only_when(text: str) -> bool:
    """ "I onsdags": a time and nothing else, which is urgent or not by what was asked."""
    if len(text) > LONGEST_TIME:
        return False
    words = [item.text for item in doc_of(text)._.items if item.text[0].isalnum() or item.text[0] in "%@#"]
    return any(word[0] == "%" for word in words) and all(word[0] == "%" or word in _AROUND_TIMES for word in words)


def _least_to_ask(seen: Opinion, calmed: bool) -> float:
    if seen.sign == SUICIDAL and seen.share >= QUIET_SHARE:
        return LEAST_QUIET_CALMED if calmed else LEAST_QUIET
    return LEAST_CALMED if calmed else LEAST


def only_likely(text: str) -> bool:
    """Whether a message is asked about only because the net finds something urgent likely: it is no answer to what was asked before."""
    return bool(urgent_in(text).unclear) and not red_flags_in(text)


def hardly_urgent(text: str) -> bool:
    """Whether only the net finds something urgent in the message, and not very likely; thoughts of suicide come first where they are as likely as not."""
    if not only_likely(text):
        return False  # first: what the patterns see, or a long text, need not be weighed once more
    seen = opinion(text)
    suicidal = seen.sign == SUICIDAL and seen.share >= SURE_OF_SIGN
    return seen.likelihood < (LEAST_QUIET_CALMED if suicidal else LEAST_FIRST)


def _asked_about(seen: Opinion) -> str:
    sure = seen.sign in ORDER and seen.share >= SURE_OF_SIGN and (seen.sign != SUICIDAL or seen.likelihood >= LEAST_FIRST)
    return seen.sign if sure else URGENT


def _doubted(found: RedFlags) -> RedFlags:
    """`found` as a question about its most dangerous sign."""
    signs = signs_of(found.facts)
    unclear = SUICIDAL if SUICIDAL in signs else next((sign for sign in ORDER if sign in signs), URGENT)
    return RedFlags(unclear=unclear, doubted=dict(found.facts))


def signs_of(facts: Dict[str, Any]) -> Set[str]:
    """The signs (`ORDER`) that facts in the contract's form tell of."""
    signs = {sign for sign in ORDER if facts.get(sign) is True} | set(facts.get("acute_signs", []))
    return signs | ({"back_pain"} if facts.get("back_pain") == "sudden" else set())
