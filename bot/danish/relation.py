"""Who somebody answers for: only so that the person is called she or he. The sex that counts in the rules is still asked for."""
from __future__ import annotations

import re
from typing import Optional

from bot.danish.content import load


def sex_of_relation(text: str) -> Optional[str]:
    """ "det er for min mor": female; None where no word tells, or two differ."""
    line = " ".join(text.lower().split())
    kin = load("words")["relations"]
    found = {sex for sex, names in kin.items() if re.search(rf"\b(?:min|mit|vores) (?:gamle |kære |lille )?(?:{'|'.join(names)})\b", line)}
    return found.pop() if len(found) == 1 else None
