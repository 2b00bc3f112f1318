"""Build the Danish spaCy pipeline into ``models/danish``: Danish tokens, and the lexicon as an entity ruler."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

import spacy

from bot import settings
from bot.reading.lexicon import lexicon

FOLDER = settings.MODELS / "danish"


def _patterns() -> List[Dict[str, Any]]:
    """One pattern for each name of a disease, drug or bone; the label is what it stands for."""
    content = lexicon()
    named = [(name, label) for group in ("conditions", "sites") for label, names in content[group].items() for name in names]
    named += [(name, group) for group in content if group not in ("conditions", "sites") for name in content[group]]
    return [{"label": label, "pattern": [{"LOWER": word} for word in name.split()], "id": name} for name, label in named]


def build(folder: Path = FOLDER) -> None:
    """Write the pipeline to `folder`."""
    nlp = spacy.blank("da")
    ruler = nlp.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns(_patterns())
    nlp.to_disk(folder)
