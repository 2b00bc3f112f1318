"""Who somebody writes about: whom they answer for, so that the sex is known and the person is called she or he, and whether it is another altogether."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterable, NamedTuple, Optional, Sequence, Set, Tuple

from spacy.tokens import Doc

from bot.danish import scope
from bot.danish.content import load
from bot.danish.pipeline import doc_of
from bot.danish.reading import Context

#: "jeg svarer for ham", "på hendes vegne": surer than who is named besides.
_ON_BEHALF = {"male": re.compile(r"\bfor ham\b|\bpå hans vegne\b"), "female": re.compile(r"\bfor hende?\b|\bpå hendes vegne\b")}


def sex_of_relation(text: str) -> Optional[str]:
    """ "det er for min mor", "jeg svarer for ham": female, male; None where no word tells, or two differ."""
    line = " ".join(text.lower().split())
    kin = load("words")["relations"]
    found = {sex for sex, pattern in _ON_BEHALF.items() if pattern.search(line)} or {
        sex for sex, names in kin.items() if re.search(rf"\b(?:min|mit|vores|for) (?:gamle |kære |lille )?(?:{'|'.join(names)})\b", line)
    }
    return found.pop() if len(found) == 1 else None


#: Ages that somebody may have who is answered for.
YOUNGEST, OLDEST = 18, 110


def about_another(text: str) -> bool:
    """ "min kone er faldet og kan ikke rejse sig": a relative, friend or neighbour is named first, and the writer nowhere."""
    told = load("words")["about_another"]
    text = re.sub(told["well"], "", _THAT_HAS.sub("", text), flags=re.I)
    asked = re.search(told["what_to_do"], text.lower())
    texts = [item.text for item in doc_of(text[:asked.start()] if asked else text)._.items]
    named = [word.startswith("@person:") and word != "@person:staff" for word in texts]
    own = any(word in told["owner"] and not after for word, after in zip(texts, [*named[1:], False]))
    if own or any(word in told["writer"] for word in texts):
        return False
    first = next((at for at, word in enumerate(texts) if word.isalpha() and word not in (*told["before"], *told["owner"]) or word[0] == "@"), None)
    return first is not None and named[first]


#: "Det har min mand".
_THAT_HAS = re.compile(r"^\W*(?:det|den|dem) (?:har|havde|gør|gjorde|får|fik) (?=(?:min|mit|vores) )", re.I)


#: "69 år, cøliaki. Hvad nu?": a note about the one who asks.
_BEGINS_WITH_AGE = re.compile(r"\W*(?:(?:ok|okay|nå|altså|jo|så)\b\W*)?(?:kvinde|mand)?\W*\d\d ?(?:år|årig)\b[^?]*$", re.I)
#: "Har mastocytose og er 61 år": whoever writes leaves himself or herself out.
_BEGINS_WITH_VERB = re.compile(r"\W*(?:har|er|får|tager|fik|brækkede|vejer|ryger|drikker|faldt|spiser|havde|lider|bruger|knækkede|måler|går|træner|fyldte|født|væltet|faldet)\b(?! (?:det|den|de|man|du|i|vi|alle|folk|kvinder|mænd|medicin\w*|kalk)\b)", re.I)
_NAMES_WRITER = re.compile(r"\b(?:jeg|mig|min|mit|mine)\b", re.I)
#: Where a sentence ends.
_ENDS = re.compile(r"(?<=[.!?])\s+|\n")


def about_somebody(text: str) -> str:
    """The sentences of a question that tell of a person: "hjælper en bandage mod sammenfald?" is asked of nobody, and tells of nobody.

    A statement does where it begins with its verb ("har mastocytose og er 61 år"), or where the writer is named beside it. What comes last
    states something where something else is asked: "hvad koster det? ryger pibe".
    """
    named = scope.words("self_words") | scope.words("own_words") | scope.words("patient_words")

    def names(sentence: str) -> bool:
        items = doc_of(sentence)._.items
        if _BEGINS_WITH_AGE.match(sentence) or scope.tells_before_asking(f" {' '.join(item.text for item in items)} "):
            return True
        return any(item.text in named or item.text.startswith("@person:") for item in items)

    sentences = [sentence for sentence in _ENDS.split(text) if sentence.strip()]
    asks_elsewhere = any(sentence.strip().endswith("?") for sentence in sentences[:-1])
    stated = {one for one in sentences[:-1] if one.strip().endswith((".", "!"))} | {one for one in sentences[-1:] if asks_elsewhere and not one.strip().endswith("?")}
    writer = any(_NAMES_WRITER.search(sentence) for sentence in stated)
    return " ".join(sentence for sentence in sentences if names(sentence) or sentence in stated and (writer or _BEGINS_WITH_VERB.match(sentence)))


# --- whom a message says that it is written for ---


class Person(NamedTuple):
    """Whom somebody answers for, each part where it is told: by which word ("mor"), the sex (female, male) and the age in years."""

    relative: Optional[str]
    sex: Optional[str]
    age: Optional[int]
    alone: bool
    """The message says nothing else."""


def whom_in(text: str) -> Person:
    """Whom a message of somebody who answers for another names: as it says for whom, or by the only relative in it."""
    return answered_for(doc_of(text)) or Person(relative_of(text), sex_of_relation(text), None, False)


#: Questions beside which somebody may say for whom, in few words: those before anything is told, and the first about the person.
WHO_ANSWERS = (None, "consent", "role", "for_other", "back_pain")


#: "Er datter til en mand på 83": what the writer is to the one it is about.
_WRITER_IS = re.compile(r"\b(?:datter|søn|svigerdatter|svigersøn|barnebarn|niece|nevø|søster|bror|kone|hustru|mand|pårørende) (?:til|af) ")


def answered_for(doc: Doc, question: Optional[str] = None, at_the_beginning: bool = True) -> Optional[Person]:
    """Whom a message says that it is written for, `question` being open: "min mor kan ikke selv skrive, så det gør jeg".

    `at_the_beginning`: nothing was told of anybody yet; later only the surest words count.

    None where it does not say so, and where the writer tells of himself or herself: then it is asked who answers.
    """
    said = (str(int(item.thing.low)) if item.text[0] == "#" else item.said for item in doc._.items)
    line = re.sub(r" (?=[,.!?:;])", "", " ".join(said))
    patterns = _for_whom()
    if not patterns.anybody.search(line) or patterns.not_so.search(line):
        return None  # most messages name nobody
    cue = _first_of(patterns.surely, line)
    surely = cue is not None
    if cue is None and at_the_beginning and question in WHO_ANSWERS and not patterns.own.search(line):
        cue = _first_of(patterns.along, line)
    others = _WRITER_IS.sub("", line)
    named = cue and (patterns.named.search(cue[0]) or patterns.named.search(others))
    if cue is None or not (named or surely and _sex_of_pronoun(line)):
        return None
    relative = next(name for name in named.groups() if name) if named else None
    sex, age = _sex_of(relative) or _sex_of_pronoun(line), _age_beside(relative, line) if relative else None
    return Person(relative, sex, age, not re.search("[a-zæøå]", (line[:cue.start()] + line[cue.end():]).replace("hej", "")))


class _ForWhom(NamedTuple):
    """The patterns of words.yml with the relatives filled in."""

    surely: Sequence["re.Pattern[str]"]
    along: Sequence["re.Pattern[str]"]
    own: "re.Pattern[str]"
    not_so: "re.Pattern[str]"
    named: "re.Pattern[str]"
    anybody: "re.Pattern[str]"


@lru_cache(maxsize=None)
def _for_whom() -> _ForWhom:
    told = load("words")["answered_for"]
    names = _any_of(_all_relatives() | set(told["others"]))
    parts = {"my": rf"(?:{_MY})(?:{names})", "whom": rf"(?:{_MY}|si[nt] )?(?:{names})", "names": rf"(?:{names})", "writes": f"(?:{_any_of(told['writes'])})"}

    def filled(pattern: str) -> "re.Pattern[str]":
        for name, text in parts.items():
            pattern = pattern.replace("{" + name + "}", text)
        return re.compile(pattern)

    called = _any_of(load("words")["called_by_name"])
    named = re.compile(rf"\b(?:{_MY}|for |på |af |(?<!jeg )er |om |gælder |vedr |vedrørende |hjælper |hjælpe |si[nt] )({names})s?\b|(?:^|(?<=[.!?,:] ))({called})s?(?= )|\b({called})(?= er )")
    return _ForWhom([filled(cue) for cue in told["surely"]], [filled(cue) for cue in told["along"]], filled(told["own"]), filled(told["not_so"]), named, re.compile(rf"{names}|{called}|\b(?:hun|han|hende|ham|hendes|hans)\b"))


def _first_of(cues: Sequence["re.Pattern[str]"], line: str) -> "Optional[re.Match[str]]":
    return next(filter(None, (cue.search(line) for cue in cues)), None)


def _age_beside(relative: str, line: str) -> Optional[int]:
    """ "min far på 81", "mor , 88 ,", "min kone hun er 66": the age that stands with the relative."""
    no_age = _any_of(load("words")["answered_for"]["no_age"])
    found = re.search(rf"\b{relative}(?: (?!er |på |og |har |hun |han |vejer |måler |ryger |drikker |tager |får |faldt |går |bor |fik |blev |spiser |træner )[a-zæøå]+)?[,:]?(?: (?:mand|kvinde),?)?(?: (?:hun|han|som|der))?(?: (?:er|på|lige fyldt|fyldt))? ?\(? ?(?<=[ (])(\d{{2,3}})(?!\d|,\d)(?! (?:{no_age})\b)", line)
    return int(found[1]) if found and YOUNGEST <= int(found[1]) <= OLDEST else None


def _sex_of(relative: Optional[str]) -> Optional[str]:
    return next((sex for sex, names in load("words")["relations"].items() if relative in names), None)


def _sex_of_pronoun(line: str) -> Optional[str]:
    """The sex that the first "hun" or "han" tells."""
    found = re.search(r"\b(hun|hende|hendes|han|ham|hans)\b", line)
    return next((sex for sex, pronouns in _PRONOUNS.items() if found and found[1] in pronouns), None)


# --- the relative, called she or he ---

#: What may stand before a relative: "min gamle mor"; after what it is another's: "hendes mor", "min mors søster".
_MY = r"(?:min|mit|vores) (?:(?:gamle|kære|lille|søde|egen|stakkels) )?"
_PRONOUNS = {"female": ("hun", "hende", "hendes"), "male": ("han", "ham", "hans")}


def relative_of(text: str) -> Optional[str]:
    """The relative that somebody answers for: "det er for min mor" gives "mor"; None where none or several are named."""
    found = set(re.findall(rf"\b(?:{_MY}|for )({_any_of(_all_relatives())})\b", " ".join(text.lower().split())))
    return found.pop() if len(found) == 1 else None


def relative_named_first(text: str, sex: Optional[str]) -> Optional[str]:
    """The relative that a message of somebody who answers for another begins with, where `sex`, as far as known, is the relative's."""
    found = re.match(rf"\W*{_MY}({_any_of(_all_relatives())})\b", " ".join(text.lower().split()))
    if found is None or sex in _PRONOUNS and found[1] not in load("words")["relations"][sex]:
        return None
    return found[1]


def of_person(text: str, context: Context) -> str:
    """`text` as it is read: whom a relative answers for is called she or he, as staff would."""
    return as_person(text, context.relative) if context.relative and context.known.get("for_other") is True else text


def as_person(text: str, relative: str, sex: Optional[str] = None) -> str:
    """`text` of somebody who answers for `relative` ("mor"), who is called she or he in it: "min mor er faldet" becomes "hun er faldet".

    Whoever else is named stays: "min mors søster", "min far".
    """
    sex = sex or _sex_of(relative)
    if sex is None:
        return text
    subject, other, owner = _PRONOUNS[sex]
    owned, named = _named(relative)

    def pronoun(found: "re.Match[str]") -> str:
        before = re.findall(r"\w+|[.!?,;:]", found.string[:found.start()].lower())[-1:]
        is_subject = not before or before[0] in ".!?,;:" or found["does"] or before[0] in load("words")["doing"]
        return (subject if is_subject else other) + (found["does"] or "")

    return named.sub(pronoun, owned.sub(owner + " ", text.strip()))


@lru_cache(maxsize=32)
def _named(relative: str) -> Tuple["re.Pattern[str]", "re.Pattern[str]"]:
    """The relative as owner of what comes next, and as who does something or has it done."""
    words = load("words")
    names = {relative}.union(*(same for same in words["same_relative"] if relative in same))
    alone = names & set(words["called_by_name"])
    begins = rf"|(?:^|(?<=[.!?,] )|(?<=\bfor )|(?<=\bpå )|(?<=\bom )|(?<=\bgælder ))(?:{_any_of(alone)})(?: (?-i:[A-ZÆØÅ][a-zæøå]+)(?= \d|[:,]))?" if alone else ""
    does = rf"(?P<does> (?:{_any_of(words['doing'])})\b)"
    owned = re.compile(rf"(?:\b{_MY}(?:{_any_of(names)}){begins})s (?=\w)", re.I)
    # Said twice is said once: "min mor hun er 82".
    # "Søn svarer for sin far": his own, whom he writes for.
    of_writer = r"(?:(?<=\bfor )|(?<=\baf ))si[nt] "
    named = re.compile(rf"(?:(?:\b{_MY}|{of_writer})(?:{_any_of(names)})\b{begins + '(?=[ ,:])' if begins else ''})(?: (?:hun|han)(?= ))?{does}?", re.I)
    return owned, named


def _all_relatives() -> Set[str]:
    return {name for names in load("words")["relations"].values() for name in names}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
