"""Which sourced entry answers a question: character n-grams over the ways people ask (scikit-learn), or "not covered"."""
from __future__ import annotations

from functools import lru_cache
from typing import Any, List, Optional, Tuple

from bot.danish.folding import plain_letters
from bot.danish.kind import kind_of
from osteo_rules.content import load

NOT_COVERED = "not_covered"
#: Cosine similarity below which no entry answers; set on the questions in tests/danish/topics.yml.
ENOUGH = 0.42


@lru_cache(maxsize=None)
def _index() -> Tuple[Any, Any, List[str]]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts: List[str] = []
    topics: List[str] = []
    for topic, entry in load("faq").items():
        for question in [*entry["questions"], " ".join(entry["words"])]:
            texts.append(plain_letters(question))
            topics.append(topic)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return vectorizer, vectorizer.fit_transform(texts), topics


def is_question(text: str) -> bool:
    """Whether the message asks something of the assistant, and not why or what the open question asks."""
    return kind_of(text) == "ask_question"


def topic_of(text: str) -> Optional[str]:
    """The id of the entry that answers the question, "not_covered", or None when the text is no question."""
    if not is_question(text):
        return None
    vectorizer, matrix, topics = _index()
    scores = (matrix @ vectorizer.transform([plain_letters(text[:1000])]).T).toarray().ravel()
    best = int(scores.argmax())
    return topics[best] if scores[best] >= ENOUGH else NOT_COVERED
