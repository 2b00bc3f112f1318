"""How easy a Danish text is to read (LIX), and which texts of the content a patient reads; also the loader of case tables."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
LONG_WORD = 6
#: What stands in for a placeholder, so that it counts as one short word.
SAMPLE = "12"
_WORD = re.compile(r"\w+(?:[-,./]\w+)*")
_END = re.compile(r"(?<=[.!?])[\"»«)]*\s+|\n+")


def words(text: str) -> List[str]:
    return _WORD.findall(text)


def sentences(text: str) -> List[str]:
    """Parts that end in . ! ? or a line break; a colon or semicolon does not end one (the stricter reading)."""
    return [part for part in _END.split(text.strip()) if words(part)]


def lix(text: str) -> float:
    """Words a sentence, plus the share of words of more than six letters in per cent."""
    all_words = words(text)
    long_words = [word for word in all_words if len(word) > LONG_WORD]
    return len(all_words) / len(sentences(text)) + 100 * len(long_words) / len(all_words)


def filled(text: str) -> str:
    return re.sub(r"\{\w*\}", SAMPLE, text)


def texts_below(node: Any, path: str) -> Iterator[Tuple[str, str]]:
    """(where, text) of every text in a piece of content, as it is written."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from texts_below(value, f"{path}.{key}")
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from texts_below(value, f"{path}.{position}")


def _texts_below(node: Any, path: str) -> Iterator[Tuple[str, str]]:
    for place, text in texts_below(node, path):
        yield place, filled(text)


#: Content that has one voice, and that a patient reads: file, path below it.
_ONE_VOICE = (("fields", ""), ("reception", ""), ("report", "titles"), ("report", "unknowns.hints"))
#: What the assistant says between the questions, and when it asks back.
_SPOKEN = ("bot/phrases.yml", "bot/danish/content/ask_back.yml")
#: The page's own words stand in a JavaScript module, one `name: "text"` a line.
_PAGE = "bot/web/strings.js"
_PAGE_LINE = re.compile(r'^\s*(\w+): "(.*)",?$', re.M)


def _is_patients(key: str) -> bool:
    return key in ("patient", "reception") or key.startswith("patient_")


def _by_voice(node: Any, path: str) -> Iterator[Tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            below = f"{path}.{key}"
            yield from (_texts_below(value, below) if _is_patients(str(key)) else _by_voice(value, below))
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from _by_voice(value, f"{path}.{value['id']}" if isinstance(value, dict) and "id" in value else f"{path}.{position}")


def patient_texts() -> Dict[str, List[Tuple[str, str]]]:
    """By content file: (place, text) of everything a patient or a visitor at the reception reads."""
    found: Dict[str, List[Tuple[str, str]]] = {}
    for path in sorted((ROOT / "osteo_rules/content").glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        texts = list(_by_voice(content, path.stem))
        for name, below in _ONE_VOICE:
            if name == path.stem:
                node = content
                for key in filter(None, below.split(".")):
                    node = node.get(key, {})
                texts += _texts_below(node, f"{name}.{below}".rstrip("."))
        if texts:
            found[path.stem] = texts
    for name in _SPOKEN:
        spoken = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
        found[Path(name).stem] = [text for key, value in spoken.items() if "physiotherapist" not in key for text in _texts_below(value, key)]
    page = (ROOT / _PAGE).read_text(encoding="utf-8")
    found[Path(_PAGE).stem] = [(name, filled(text)) for name, text in _PAGE_LINE.findall(page)]
    return found


def cases(name: str, with_open: bool = True) -> List[Any]:
    """The table ``tests/cases/<name>.yml`` as pytest parameters; a case marked `open` is expected to fail."""
    params = []
    for case in yaml.safe_load((ROOT / f"tests/cases/{name}.yml").read_text(encoding="utf-8")):
        is_open = "open" in case
        if is_open and not with_open:
            continue
        marks = [pytest.mark.xfail(strict=True, reason=case["open"])] if is_open else []
        params.append(pytest.param(case, id=case["name"], marks=marks))
    return params
