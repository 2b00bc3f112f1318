"""Where a statement comes from, in one line for the person who reads it."""

from __future__ import annotations

from typing import Any, Mapping

from .content import load


def cited(source: Mapping[str, Any]) -> str:
    """ "Kilde: den fysioterapeutiske anbefaling, afsnit 3.1, figur 2", or that it is a decision of this project."""
    words = load("pictures")
    places = words["places"]
    if source.get("kind") == "project":
        return words["source"].format(place=places["project"])
    named = [places[key].format(**{key: source[key]}) for key in ("section", "figure") if source.get(key)]
    return words["source"].format(place=", ".join([places["guideline"], *named]))
