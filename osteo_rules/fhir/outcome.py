"""What is wrong with a FHIR resource that was handed in: each problem with its place, and all of them as an OperationOutcome."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Sequence, Union


class Problem(NamedTuple):
    """`code` is one of FHIR's issue types (structure, value, invalid, ...); `place` a FHIRPath like QuestionnaireResponse.item[2]."""

    code: str
    place: str
    text: str


class BadResource(Exception):
    """The resource cannot be taken; `problems` says why and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.place}: {problem.text}" for problem in problems))
        self.problems = list(problems)


def place(path: Sequence[Union[str, int]], root: str = "QuestionnaireResponse") -> str:
    """The path as FHIRPath: ("item", 2, "answer", 0) is QuestionnaireResponse.item[2].answer[0]."""
    return root + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path if part != "__root__")


def operation_outcome(problems: Sequence[Problem]) -> Dict[str, Any]:
    """The problems as a FHIR R4 OperationOutcome."""
    issues: List[Dict[str, Any]] = []
    for problem in problems:
        issue: Dict[str, Any] = {"severity": "error", "code": problem.code, "diagnostics": problem.text}
        if problem.place:
            issue["expression"] = [problem.place]
        issues.append(issue)
    return {"resourceType": "OperationOutcome", "issue": issues}
