"""The one place that knows both the slots of the conversation and the `Answers` of the rules.

A slot has the same name and value as the field it fills; ``None`` is a question not asked. `fractures` is a list
of the contract's records of which the last may still lack parts. The other slots steer the conversation:

pending    what was asked back, waiting for its answer (an `AskBack` as a dict; `asked`: the entry that is told once it is answered no), or None
misses     how often the open question was not understood in a row
undo       the latest changes, newest last: [question, {slot: value before}]
announced  the ids of red flags that the person has been told about
paused     True after a red flag, until the person goes on
overrules  what a physiotherapist decided otherwise: [{what, machine, person, reason}]
baseline   value by functional test
unconfirmed  fields that were taken over with a code and that nobody has confirmed yet
pronoun    the sex of the relative that somebody answers for, as its word tells it ("min mor")
relative   that word itself
supposed   True when what a supposition would change was told last: the result stands and is not given again
finish     True when the person wants the result with the questions that are left unasked
"""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from pydantic import ValidationError

from osteo_rules import Answers, questions

FIELDS: Tuple[str, ...] = tuple(Answers.__fields__)
STEPS: Tuple[str, ...] = ("consent", "lifestyle", questions.MORE_FRACTURES)
CONTROL: Tuple[str, ...] = ("pending", "misses", "undo", "announced", "paused", "finish", "pronoun", "relative", "supposed")
#: What a physiotherapist adds to the result.
ADDED: Tuple[str, ...] = ("overrules", "baseline", "unconfirmed")
UNDO_DEPTH = 12

Told = Dict[str, Any]


def told(slots: Mapping[str, Any]) -> Told:
    """What the person has told so far, by field and step."""
    return {name: slots[name] for name in FIELDS + STEPS if slots.get(name) is not None}


class Merged(NamedTuple):
    """`told` after a change; `fell_away` older answers that the change made impossible; `refused` the new ones that are."""

    told: Told
    fell_away: List[str]
    refused: List[str]


def merge(before: Told, updates: Mapping[str, Any]) -> Merged:
    """Take `updates` into `before` as far as the rules' input allows.

    The newest word wins: an older answer that cannot be true beside it falls away and is asked again. A new
    answer that is impossible by itself, or beside what came with it, is refused.
    """
    after = {**before, **updates}
    fell_away: List[str] = []
    refused: List[str] = []
    while True:
        try:
            questions.answers_from(after)
            return Merged(after, fell_away, refused)
        except ValidationError as error:
            field = str(error.errors()[0]["loc"][0])
            is_new = field in updates and field not in refused
            if is_new and field in before and before[field] != updates[field]:
                after[field] = before[field]
                refused.append(field)
            elif is_new:
                after.pop(field)
                refused.append(field)
            else:
                after.pop(field)
                fell_away.append(field)


def slot_changes(before: Told, after: Told) -> Dict[str, Any]:
    """The slots to set so that `before` becomes `after`; a slot that fell away is set to None."""
    names = [name for name in FIELDS + STEPS if before.get(name) != after.get(name)]
    return {name: after.get(name) for name in names}


def with_fractures(before: Told, told_now: Tuple[Mapping[str, Any], ...]) -> List[Dict[str, Any]]:
    """The fractures after somebody told of `told_now`: a record that fits one already there completes it, and each of them one."""
    records = [dict(record) for record in before.get("fractures") or [] if isinstance(record, dict)]
    open_to = list(records)
    for new in told_now:
        match = next((record for record in open_to if _may_be_same(record, new)), None)
        if match is None:
            records.append(dict(new))
        else:
            match.update(new)
            open_to = [record for record in open_to if record is not match]
    return records


def _may_be_same(record: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    shared = set(record) & set(new)
    is_draft = "site" not in record or "site" not in new
    return (is_draft or record["site"] == new["site"]) and all(record[key] == new[key] for key in shared)


def with_fracture_part(before: Told, question_id: str, value: Any) -> List[Dict[str, Any]]:
    """The fractures after the open part (``fractures.site`` ...) got its answer: of bones of which the same was told, it is of all."""
    part = question_id[len(questions.FRACTURE_PART):]
    records = [dict(record) for record in before.get("fractures") or []]
    open_records = [record for record in records if questions.missing_part(record, before) == part]
    target = open_records[0] if open_records else (records[-1] if records else None)
    if target is None:
        records.append({part: value})
    else:
        for record in [one for one in open_records or [target] if one == target]:
            record[part] = value
    return records


def undo(before: Told, trail: List[List[Any]]) -> Tuple[Optional[str], Told, List[List[Any]]]:
    """Take back the latest change: (the question to ask again, what is told then, the shorter trail)."""
    if not trail:
        return None, before, trail
    question_id, previous = trail[-1]
    after = {**before, **previous}
    return question_id, {name: value for name, value in after.items() if value is not None}, trail[:-1]


def trail_with(trail: Optional[List[List[Any]]], question_id: Optional[str], before: Told, changes: Mapping[str, Any]) -> List[List[Any]]:
    """The undo trail after `changes`, cut to the depth that is kept."""
    entry = [question_id, {name: before.get(name) for name in changes}]
    return [*(trail or []), entry][-UNDO_DEPTH:]
