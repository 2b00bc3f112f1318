"""What the tests ask of a PDF: that it is tagged, Danish, named and PDF/UA, and what it says."""

from __future__ import annotations

import io
import re
from typing import Any, Dict, List

import pikepdf
import pypdf


def properties(made: bytes) -> Dict[str, Any]:
    """{tagged, language, title, shown (the title stands in the window), ua, pages, headings}."""
    with pikepdf.open(io.BytesIO(made)) as document:
        root = document.Root
        with document.open_metadata() as metadata:
            ua, named = metadata.get("pdfuaid:part"), metadata.get("dc:title")
        return {
            "tagged": bool(root.MarkInfo.Marked) and "/StructTreeRoot" in root,
            "language": str(root.Lang),
            "title": named,
            "shown": bool(root.ViewerPreferences.DisplayDocTitle),
            "ua": ua,
            "pages": len(document.pages),
            "kinds": kinds(root.StructTreeRoot),
        }


def kinds(node: Any, depth: int = 0) -> List[str]:
    """The kinds of the structure elements, in reading order."""
    found: List[str] = []
    if isinstance(node, pikepdf.Array):
        return [kind for child in node for kind in kinds(child, depth + 1)]
    if isinstance(node, pikepdf.Dictionary):
        found = [str(node.S)] if "/S" in node else []
        if "/K" in node and depth < 60:
            found += kinds(node.K, depth + 1)
    return found


def text(made: bytes) -> str:
    """Everything that it says, with single spaces; words that were broken at a line's end are whole."""
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    joined = " ".join(page.extract_text() for page in pages)
    return re.sub(r"\s+", " ", joined)


def check(made: bytes, title: str) -> Dict[str, Any]:
    """Assert what every PDF of ours must be; its properties, for more."""
    found = properties(made)
    assert found["tagged"] and found["language"].startswith("da") and found["ua"] == "1", found
    assert found["title"] == title and found["shown"], found
    assert "/H1" in found["kinds"], found["kinds"][:20]
    return found
