"""The Danish spaCy pipeline: words spelled right, lemmas, numbers, names, times and scope, as attributes of the Doc.

``python -m bot.danish.pipeline`` builds it into models/danish; `nlp()` loads it once. Everything that costs memory is cut
to what is needed: the lemma table to the lexicon's words, the list of all other Danish words to four bytes each.
"""
from __future__ import annotations

import copy
import gzip
import hashlib
import json
import re
from array import array
from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterable, Iterator, List, Mapping, Set, Tuple

import spacy
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from bot.danish import numbers, scope, when
from bot.danish.content import FOLDER, load
from bot.danish.normal import words_of
from bot.danish.spelling import Speller, checksum
from bot.danish.view import Item, Segment

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "models" / "danish"
#: Content that has nothing to do with how an answer is read.
_ELSEWHERE = frozenset({"acts", "ask_back", "red_flags", "shorthand", "staff", "topics", "urgent", "what_if"})
#: The pieces of content whose words are the reader's own.
READER_CONTENT = tuple(sorted(path.stem for path in FOLDER.glob("*.yml") if path.stem not in _ELSEWHERE))
SOURCES = tuple(f"{name}.yml" for name in READER_CONTENT)

#: The last steps, which only reading an answer needs.
TIMES, SCOPE = "danish_times", "danish_scope"

for name in ("numbers", "names", "items", "segments"):
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=None)


def names_of(told: Mapping[str, Any]) -> List[Any]:
    """The names of one entry of the lexicon: one list, or one for each source."""
    words = told["words"]
    return [word for some in words.values() for word in some] if isinstance(words, dict) else list(words)


def _lexicon() -> Iterator[Tuple[str, str]]:
    """(id, name) for every name of the lexicon; the id is "kind:entry"."""
    for kind, entries in load("lexicon").items():
        for entry, told in entries.items():
            for word in names_of(told):
                yield f"{kind}:{entry}", " ".join(words_of(str(word)))


def _texts(value: Any) -> Iterator[str]:
    """Every string within a piece of content; of the keys only those that are counted words ("tyverne": 20)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (int, float)) and not isinstance(inner, bool):
                yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


#: Names of fields and lists within the content: no Danish.
_IDENTIFIER = re.compile(r"[a-z]+(?:[._][a-z]+)+")


def _words_in(name: str) -> Set[str]:
    """The Danish words of a piece of content, without what belongs to its patterns."""
    content = dict(load(name))
    for written in ("abbreviations", "standard"):
        content.pop(written, None)
    found: Set[str] = set()
    for text in _texts(content):
        if _IDENTIFIER.fullmatch(text):
            continue
        bare = re.sub(r"\\[a-zA-Z]|[a-zæøå]+\*|\*[a-zæøå]+|@[\w:]+|\(\?P<\w+>|\(\?[:!=<]+|\{\w+\}", " ", text)
        found.update(word for word in re.findall(r"[a-zæøå]+", bare) if len(word) > 1)
    return found


@lru_cache(maxsize=None)
def pattern_words() -> FrozenSet[str]:
    """The words that the patterns look for."""
    return frozenset(_words_in("patterns"))


def is_own_word(word: str) -> bool:
    """Whether `word` is one of those that the lexicon, the patterns and the lists are made of."""
    return word in nlp().tokenizer.speller.vocabulary


def _own_words() -> Set[str]:
    """All words that the lexicon and the patterns are made of."""
    found: Set[str] = set()
    for _, text in _lexicon():
        found.update(text.split())
    for name in READER_CONTENT:
        if name != "lexicon":
            found |= _words_in(name)
    return found


@spacy.registry.tokenizers("knogletjek_danish_words")
def _create_tokenizer() -> Any:
    return lambda language: DanishWords(language.vocab)


class DanishWords:
    """Tokens are the words as they should be spelled: the rest of the pipeline sees no slips."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab
        self.speller: Any = None

    def learn(self, vocabulary: Iterable[str], compounds: Iterable[str], known: array, meanings: Mapping[str, str]) -> None:
        self.speller = Speller(vocabulary, compounds, known, meanings)

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=self.speller.words(words_of(text)))

    def to_bytes(self, **_: Any) -> bytes:
        """What it has learnt: the own words as JSON, the other words as bytes."""
        own = json.dumps({"vocabulary": sorted(self.speller.vocabulary), "compounds": sorted(self.speller.compounds), "meanings": self.speller.meanings}).encode()
        return len(own).to_bytes(8, "big") + own + self.speller.known.tobytes()

    def from_bytes(self, data: bytes, **_: Any) -> "DanishWords":
        size = int.from_bytes(data[:8], "big")
        own = json.loads(data[8:8 + size])
        known = array("I")
        known.frombytes(data[8 + size:])
        self.learn(own["vocabulary"], own["compounds"], known, own["meanings"])
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: Any, **_: Any) -> "DanishWords":
        return self.from_bytes(Path(path).read_bytes())


@Language.component("danish_numbers")
def find_numbers(doc: Doc) -> Doc:
    """doc._.numbers: every number told."""
    doc._.numbers = numbers.numbers_in([token.text for token in doc])
    return doc


@Language.factory("danish_names")
def _create_names(nlp, name):  # type: ignore[no-untyped-def]  # spaCy reads annotations, and cannot read deferred ones
    return Names(nlp)


class Names:
    """doc._.names: names of the lexicon, the longest where several fit; any inflected form is found by its lemma."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.matcher: Any = None

    def _prepare(self) -> None:
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LEMMA")
        self.exact = PhraseMatcher(self.nlp.vocab, attr="ORTH")
        lemmatize = self.nlp.get_pipe("lemmatizer")
        for identity, text in _lexicon():
            if identity.startswith("cause:"):
                continue  # an ordinary word ("trappe", "løft") that matters beside a fracture only: fractures.py
            doc = lemmatize(Doc(self.nlp.vocab, words=text.split()))
            is_person = identity.startswith("person:")
            if not is_person and len(doc) == 1:
                self.matcher.add(identity, [doc])
            self.exact.add(identity, [doc])

    def __call__(self, doc: Doc) -> Doc:
        if self.matcher is None:
            self._prepare()
        found = self.matcher(doc, as_spans=True) + self.exact(doc, as_spans=True)
        doc._.names = filter_spans(sorted(found, key=lambda span: (span.start, span.end - span.start, span.label_)))
        return doc


@Language.component(TIMES)
def find_times(doc: Doc) -> Doc:
    """doc._.items: the words with numbers, names and times as marks."""
    doc._.items = when.with_times(_marked(doc))
    return doc


def _marked(doc: Doc) -> List[Item]:
    """The words with numbers and names as marks."""
    units = _units()
    places: Dict[int, Tuple[int, Item]] = {}
    for index, number in enumerate(doc._.numbers):
        places[number.start] = (number.end, Item(f"#{index}", number))
    counted = {place for number in doc._.numbers for place in range(number.start, number.end)}
    for span in doc._.names:
        if span.start not in counted and not any(place in places for place in range(span.start, span.end)):
            places[span.start] = (span.end, Item(f"@{span.label_}", span))
    items: List[Item] = []
    # Asked for once: every `doc[at]` makes a token anew.
    words = [token.text for token in doc]
    at = 0
    while at < len(words):
        end, item = places.get(at, (at + 1, None))
        if item is None:
            word = words[at]
            item = Item(units.get(word, word) if items and items[-1].text[0] == "#" else word)
        item.said = " ".join(words[at:end])
        items.append(item)
        at = end
    return items


@Language.component(SCOPE)
def find_scope(doc: Doc) -> Doc:
    """doc._.segments: who each stretch is about, and whether it is denied, supposed, hedged or asked."""
    doc._.segments = scope.segments_of(doc._.items)
    return doc


@lru_cache(maxsize=None)
def _units() -> Dict[str, str]:
    return {word: unit for unit, words in load("words")["units"].items() for word in words}


def _language() -> Language:
    return spacy.blank("da", config={"nlp": {"tokenizer": {"@tokenizers": "knogletjek_danish_words"}}})


def _made() -> Language:
    """The pipeline, made from its sources."""
    nlp = _language()
    table = _lemmas()
    own = _own_words()
    roots = {table.get(word, word) for word in own}
    needed = {form: root for form, root in table.items() if root in roots and form.isalpha()}
    lexicon_words = {word for _, text in _lexicon() for word in text.split()}
    lexicon_roots = {table.get(word, word) for word in lexicon_words}
    vocabulary = own | {form for form, root in needed.items() if root in lexicon_roots}
    compounds = {text for _, text in _lexicon() if " " not in text}
    compounds |= {form for form, root in needed.items() if root in compounds}
    known = array("I", sorted({checksum(form) for form in table if form.islower()}))
    meanings = {text: identity for identity, text in _lexicon() if " " not in text}
    nlp.tokenizer.learn(vocabulary, compounds, known, meanings)
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    lookups = Lookups()
    lookups.add_table("lemma_lookup", needed)
    lemmatizer.initialize(lookups=lookups)
    for pipe in ("danish_numbers", "danish_names", TIMES, SCOPE):
        nlp.add_pipe(pipe)
    nlp.meta["sources"] = fingerprint()
    return nlp


def _lemmas() -> Dict[str, str]:
    """The whole lemma table, as plain text: read while building only."""
    import spacy_lookups_data

    file = Path(spacy_lookups_data.__file__).parent / "data" / "da_lemma_lookup.json.gz"
    return json.loads(gzip.decompress(file.read_bytes()))


def fingerprint() -> str:
    """One hash over what the pipeline is made of."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((FOLDER / name).read_bytes())
    for name in ("pipeline.py", "spelling.py", "normal.py", "numbers.py"):
        digest.update((FOLDER.parent / name).read_bytes())
    return digest.hexdigest()


def build() -> None:
    """Make the pipeline and save it to models/danish."""
    nlp = _made()
    TARGET.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(TARGET)


_shared: List[Language] = []


def share(language: Language) -> None:
    """Read with `language` from now on: Rasa has loaded the pipeline already, and one copy is enough."""
    if _shared[:1] != [language]:
        _shared[:] = [language]


def nlp() -> Language:
    """The pipeline: the one that Rasa has loaded, else one of this module's own."""
    return _shared[0] if _shared else _loaded()


@lru_cache(maxsize=None)
def _loaded() -> Language:
    """Loaded once; made in memory where it has not been built, or of older sources."""
    try:
        if json.loads((TARGET / "meta.json").read_text(encoding="utf-8")).get("sources") == fingerprint():
            return spacy.load(TARGET)
    except (OSError, ValueError):
        pass
    return _made()


#: How many texts are kept parsed.
MAX_PARSED = 64
_parsed: "OrderedDict[str, Tuple[Doc, Tuple[Segment, ...]]]" = OrderedDict()


def remember(text: str, doc: Doc) -> None:
    """Take `doc` for `text` from now on: Rasa parses a message before it is read."""
    _parsed[text] = doc, tuple(doc._.segments)
    if len(_parsed) > MAX_PARSED:
        _parsed.popitem(last=False)


def doc_of(text: str) -> Doc:
    """`text` as the pipeline sees it. A message is read more than once (what kind it is, then what it says): it is parsed once.

    Its segments are fresh each time, because whom they are about depends on who writes.
    """
    if text not in _parsed:
        remember(text, nlp()(text))
    doc, segments = _parsed[text]
    doc._.segments = [copy.copy(segment) for segment in segments]
    return doc


@lru_cache(maxsize=MAX_PARSED)
def spelled(text: str) -> Tuple[str, ...]:
    """The words and marks of `text`, spelled right: what a message is about needs no more of the pipeline."""
    if text in _parsed:
        return tuple(token.text for token in _parsed[text][0])
    return tuple(nlp().tokenizer.speller.words(words_of(text)))


if __name__ == "__main__":
    build()
