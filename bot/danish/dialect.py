"""Words written by ear, in dialect or in the short forms of the phone, as the usual Danish words.

Most are no other word and are put right wherever they stand. Those that are ("de" for "det", "a" for "jeg") only where the
message shows that it is in dialect.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, Protocol, Set, Tuple

from bot.danish.content import load


class Knows(Protocol):
    """What this module must know of the words that there are."""

    vocabulary: Set[str]

    def is_known(self, word: str) -> bool:
        """Whether `word` is a Danish word, the reader's or another."""


#: How they write across the Sound.
_LETTERS = str.maketrans({"ö": "ø", "ä": "æ"})
#: So many words that only hint at dialect show it together.
ENOUGH_HINTS = 2
#: A word takes at most so many other sounds, and words shorter than this none at all.
MOST_SOUNDS, SHORTEST = 2, 4
#: "æ" and "a" are "jeg" beside a verb; else "æ" is the article in front of its word.
_I = frozenset({"a", "æ"})
#: After a verb, "æ" is "jeg" where one of these follows.
_AFTER_I = frozenset(
    {
        "jo",
        "da",
        "nok",
        "godt",
        "sgu",
        "ikke",
        "itj",
        "it",
        "itte",
        "et",
        "ett",
        "inte",
        "aalder",
        "ålder",
        "aldrig",
        "skam",
        "såmænd",
        "også",
        "vel",
        "",
    }
)


@lru_cache(maxsize=None)
def _standard(name: str) -> Dict[str, List[str]]:
    """The words of one table of content/dialect.yml."""
    return {str(word): [] if right == "-" else str(right).split() for word, right in load("dialect")["standard"][name].items()}


@lru_cache(maxsize=None)
def _together() -> Dict[Tuple[str, str], List[str]]:
    return {tuple(words.split()): right for words, right in _standard("together").items()}  # type: ignore[misc]


@lru_cache(maxsize=None)
def _shown(name: str) -> FrozenSet[str]:
    return frozenset(str(word) for word in load("dialect")["standard"][name])


@lru_cache(maxsize=None)
def _verbs() -> FrozenSet[str]:
    """The finite verbs beside which "a" and "æ" are "jeg"; how they sound in dialect included."""
    verbs = frozenset(load("words")["finite_verbs"])
    spoken = {word for table in ("sure", "dialect") for word, right in _standard(table).items() if len(right) == 1 and right[0] in verbs}
    return verbs | spoken


def is_dialect(words: List[str], speller: Knows) -> bool:
    """Whether the message is in dialect for certain."""
    if any(word == "a" and words[at + 1] in _verbs() for at, word in enumerate(words[:-1])):
        return True  # "a ryger"
    said = set(words)
    hints = len(said & _shown("hinted_by")) + any("w" in word for word in said if not _has_w(word, speller))
    return bool(said & _shown("shown_by")) or hints >= ENOUGH_HINTS


def _has_w(word: str, speller: Knows) -> bool:
    """Whether the "w" belongs there: a name, a drug, an English word."""
    return "w" not in word or word in speller.vocabulary or speller.is_known(word)


def in_standard(words: List[str], speller: Knows) -> List[str]:
    """`words` with each one as it is written in a book."""
    spoken = is_dialect(words, speller)
    if spoken:
        words = [word if speller.is_known(word) else word.translate(_LETTERS) for word in words]
    sure, only_here = _standard("sure"), _standard("dialect")
    if not spoken and sure.keys().isdisjoint(words) and "it" not in words and not any("w" in word for word in words):
        return list(words)  # as most messages are
    found: List[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        both = _together().get((word, words[at + 1])) if spoken and at + 1 < len(words) else None
        if both is not None:
            found.extend(both)
            at += 2
            continue
        if spoken and word in _I:
            found.extend(_i_or_article(words, at))
        elif word == "it" and (spoken or _is_not(words, at)) or spoken and word == "et" and _et_is_not(words, at):
            found.append("ikke")
        elif spoken and word == "ja" and _ja_is_i(words, at):
            found.append("jeg")
        elif spoken and word == "o":
            found.append("og" if _is_number(words, at + 1) else "på")
        elif spoken and (whole := _infinitive(words, at, speller)):
            found.append(whole)
        elif word in sure:
            found.extend(sure[word])
        elif spoken and word in only_here:
            found.extend(only_here[word])
        else:
            found.append(_by_sound(word, speller) if spoken or "w" in word else word)
        at += 1
    return found


#: "de æ", "a æ": "det er", "jeg er".
_BEFORE_IS = frozenset({"de", "det", "a", "dæ", "der", "do", "di", "wi", "vi", "hun", "han", "hinner"})
#: What "a" ("af") stands before, and never "jeg".
_OF = frozenset({"de", "dæ", "det", "den", "dem", "di", "min", "mi", "mine", "æ", "hinner", "hans", "vos", "wos", "ålt", "alt"})


def _i_or_article(words: List[str], at: int) -> List[str]:
    """ "æ wed" and "ka æ" are "jeg"; "i æ ryg" has the article, which says nothing; "nøj a de dær" is "noget af det der"."""
    after = words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if words[at] == "a" and after in _OF and before and before.isalpha() and before not in _verbs():
        return ["af"]
    if words[at] == "æ" and before in _BEFORE_IS and after not in _verbs():
        return ["er"]
    if words[at] == "a" or after in _verbs():
        return ["jeg"]
    return ["jeg"] if before in _verbs() and (after in _AFTER_I or not after.isalpha()) else []


#: Before "it" the trade: "arbejder med it".
_WITH_IT = frozenset({"med", "i", "inden", "for", "til", "af", "som", "på", "indenfor", "om", "og"})


def _is_not(words: List[str], at: int) -> bool:
    """Whether "it" is "ikke" and no computers: at the end of what is said, or after a verb or its subject."""
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    return before not in _WITH_IT and (not after.isalpha() and bool(before) or before in _verbs() or before in ("jeg", "da", "jo", "sgu", "det", "heller", "gudskelov"))


def _et_is_not(words: List[str], at: int) -> bool:
    """Whether "et" is "ikke" ("hår et feber") and neither the article nor "det" ("har itj målt et")."""
    if any(_standard("sure").get(word, [word]) == ["ikke"] or word in ("it", "aldrig", "ingen") for place, word in enumerate(words) if place != at):
        return False
    after = words[at + 1] if at + 1 < len(words) else ""
    begun = words[max(0, at - 3):at]
    if not any(word in _verbs() for word in begun[-2:]):
        return False
    return not after.isalpha() or after in _shown("after_not")


def _ja_is_i(words: List[str], at: int) -> bool:
    """Bornholm: "ja har inte rygt" is "jeg har ikke røget"."""
    after = words[at + 1:at + 3]
    return len(after) == 2 and after[0] in _verbs() and after[1] not in _SUBJECTS and bool(set(words) & _shown("bornholm"))


#: After a verb, who does it: then "ja" is yes.
_SUBJECTS = frozenset({"jeg", "a", "æ", "ja", "jâ", "jæ", "je", "hun", "han", "hon", "det", "de", "ded", "ed", "den", "der", "dæ", "vi", "wi"})


def _is_number(words: List[str], at: int) -> bool:
    return at < len(words) and bool(_TENS.match(words[at]))


#: Tens as they are heard.
_TENS = re.compile(r"(?:tyv|tyw|tju|tred|fyr|før|halv|hal[lt]?[tf]|tres|treds|fi[ae]?rs|hundred)")
#: The words between a modal verb and its infinitive.
_MODALS, BETWEEN = frozenset({"kan", "ka", "kunne", "ku", "vil", "wil", "ville", "skal", "ska", "skulle", "sku", "må", "mo", "gider", "gier", "tør", "at", "te"}), 3


def _infinitive(words: List[str], at: int, speller: Knows) -> str:
    """ "ka it find" is "finde", and "ska vara" is "være": the infinitive that `words[at]` is in dialect, or nothing."""
    word = words[at]
    if len(word) < SHORTEST - 1 or not word.isalpha() or not any(before in _MODALS for before in words[max(0, at - BETWEEN):at]):
        return ""
    whole = word[:-1] + "e" if word.endswith("a") and not speller.is_known(word) else word + "e"
    return whole if word not in _shown("not_cut") and (word not in speller.vocabulary or word in _shown("cut")) and whole in speller.vocabulary else ""


@lru_cache(maxsize=2_000)
def _sounds(word: str) -> Tuple[str, ...]:
    """Other ways to write `word`, the nearest first."""
    sounds = [(str(one), str(other)) for one, other in load("dialect")["sounds"]]
    endings = [str(ending) for ending in load("dialect")["endings"]]
    forms = [word]
    for _ in range(MOST_SOUNDS):
        forms += [form.replace(one, other, 1) for form in forms for one, other in sounds if one in form]
    unique = list(dict.fromkeys(forms))
    return tuple(dict.fromkeys(form + ending for ending in endings for form in unique))


def _by_sound(word: str, speller: Knows) -> str:
    """The word of the reader that `word` sounds like, or `word` itself."""
    if len(word) < SHORTEST or not word.isalpha() or word in speller.vocabulary or speller.is_known(word):
        return word
    return next((form for form in _sounds(word) if form in speller.vocabulary), word)
