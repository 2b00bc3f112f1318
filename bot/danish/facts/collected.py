"""What is found while a message is read, collected clause by clause."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Set

from bot.danish.reading import AskBack


@dataclass
class Facts:
    """What was found, collected segment by segment."""

    values: Dict[str, Any] = field(default_factory=dict)
    fractures: List[Dict[str, Any]] = field(default_factory=list)
    asks: List[AskBack] = field(default_factory=list)
    unsure: Set[str] = field(default_factory=set)
    """Diseases that the person is in doubt about."""
    spent: Set[str] = field(default_factory=set)
    """Marks of numbers and times that a fact has used."""
    contradicted: Set[str] = field(default_factory=set)
    scene: Any = None
    """The message with its persons and clauses (frame.Scene), once it has been read."""
    denies_all: Set[str] = field(default_factory=set)
    """Fields whose every case was denied in so many words: "aldrig brækket noget"."""

    def take(self, name: str, value: Any) -> None:
        """Two different values for one field are none."""
        if name in self.values and self.values[name] != value:
            self.contradicted.add(name)
        self.values[name] = value

    def replace(self, name: str, value: Any) -> None:
        """What is said last is right: "holdt op, men er begyndt igen"."""
        self.contradicted.discard(name)
        self.values[name] = value

    def settled(self) -> Dict[str, Any]:
        return {name: value for name, value in self.values.items() if name not in self.contradicted}
