"""What a person can answer: the input of the rules, checked strictly.

``None`` means *not asked*; ``"unknown"`` means *asked, but the person does not know or will not say*.
The two are never the same as "no". Fields, ranges and words are fixed by the project's contract.
"""
from __future__ import annotations

import math
from typing import Any, Callable, Dict, Literal, Optional, Tuple

from pydantic import BaseModel, Extra, ValidationError, validator
from pydantic.error_wrappers import ErrorWrapper

UNKNOWN = "unknown"

CONDITIONS: Tuple[str, ...] = (
    "anorexia_nervosa",
    "malabsorption",
    "primary_hyperparathyroidism",
    "hyperthyroidism",
    "organ_transplant",
    "chronic_kidney_disease",
    "prolonged_immobilisation",
    "cushing",
    "mastocytosis",
    "rheumatoid_arthritis",
    "myeloma",
    "bechterew",
)
ACUTE_SIGNS = ("chest_pain", "breathlessness", "suicidal_thoughts")
FRACTURE_SITES = ("spine", "hip", "wrist", "shoulder", "pelvis", "ankle", "rib", "minor", "other", UNKNOWN)
#: Fields that somebody measures on the body, and whose `measured_by` can differ from the rest.
MEASURED_FIELDS = (
    "height_cm",
    "youth_height_cm",
    "weight_kg",
    "arm_span_cm",
    "percussion_pain",
    "rib_pelvis_fingers",
    "wall_occiput_cm",
)


def _strict(name: str, check: Callable[[Any], Any], **facts: Any) -> Any:
    """A pydantic type whose values must pass `check` unchanged; nothing is coerced.

    `facts` (low, high, whole, words, instead) are kept on the type for those who describe the field: forms, FHIR.
    """

    def get_validators(cls: type) -> Any:
        yield check

    return type(name, (), {"__get_validators__": classmethod(get_validators), **facts})


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _number(low: float, high: float, *words: str, whole: bool = False) -> Any:
    """A number from `low` to `high` (both included; `whole`: only an int), or one of `words`."""
    kind = "a whole number" if whole else "a number"
    allowed = f"{kind} from {low} to {high}" + "".join(f', or "{word}"' for word in words)

    def check(value: Any) -> Any:
        if isinstance(value, str) and value in words:
            return value
        right_kind = _is_number(value) and (isinstance(value, int) or not whole)
        if not right_kind or not low <= value <= high:
            raise ValueError(f"must be {allowed}")
        return value if whole else float(value)

    return _strict("Number", check, low=low, high=high, whole=whole, words=words)


def _yes_no(*words: str) -> Any:
    """true or false, or one of `words`."""
    allowed = "true or false" + "".join(f', or "{word}"' for word in words)

    def check(value: Any) -> Any:
        if value is True or value is False or (isinstance(value, str) and value in words):
            return value
        raise ValueError(f"must be {allowed}")

    return _strict("YesNo", check, words=words)


def _word(*words: str) -> Any:
    """One of `words`."""
    allowed = ", ".join(f'"{word}"' for word in words)

    def check(value: Any) -> Any:
        if isinstance(value, str) and value in words:
            return value
        raise ValueError(f"must be one of {allowed}")

    return _strict("Word", check, words=words)


def _words(words: Tuple[str, ...], *instead: str) -> Any:
    """A list of different `words` in the order given, or one of `instead` in place of the list."""
    allowed = f"a list of {', '.join(words)}" + "".join(f', or "{word}"' for word in instead)

    def check(value: Any) -> Any:
        if isinstance(value, str) and value in instead:
            return value
        if not isinstance(value, (list, tuple)):
            raise ValueError(f"must be {allowed}")
        wrong = [item for item in value if not isinstance(item, str) or item not in words]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is not allowed: must be {allowed}")
        return list(dict.fromkeys(value))

    return _strict("Words", check, words=words, instead=instead)


YesNo = _yes_no(UNKNOWN)


class Fracture(BaseModel):
    """One broken bone. `months_ago` and `age_at` are two ways to say when; either may be missing."""

    site: _word(*FRACTURE_SITES)
    low_energy: Optional[YesNo] = None
    months_ago: Optional[_number(0, 1440, "under_6", "over_6", UNKNOWN)] = None
    age_at: Optional[_number(0, 120, "under_40", "over_40", UNKNOWN, whole=True)] = None
    verified: Optional[YesNo] = None

    class Config:
        extra = Extra.forbid
        allow_mutation = False


def _check_fractures(value: Any) -> Any:
    """A list of fractures (empty: none), or "unknown"; an error names the place in the list."""
    if value == UNKNOWN and isinstance(value, str):
        return value
    if not isinstance(value, (list, tuple)):
        raise ValueError('must be a list of fractures, or "unknown"')
    fractures, errors = [], []
    for position, item in enumerate(value):
        try:
            fractures.append(item if isinstance(item, Fracture) else Fracture.parse_obj(item))
        except ValidationError as error:
            errors.append(ErrorWrapper(error, loc=(position,)))
    if errors:
        raise ValidationError(errors, Fracture)
    return fractures


def _check_measured_by(value: Any) -> Any:
    """Who measured: one word for all, or a word for each measured field that differs."""
    measurers = value.values() if isinstance(value, dict) else [value]
    if not all(isinstance(one, str) and one in ("self", "professional") for one in measurers):
        raise ValueError('must be "self" or "professional", or an object of them by field')
    wrong = [field for field in value if field not in MEASURED_FIELDS] if isinstance(value, dict) else []
    if wrong:
        raise ValueError(f"{wrong[0]!r} is not measured: use {', '.join(MEASURED_FIELDS)}")
    return value


class Answers(BaseModel):
    """All that the rules know about one person. Every field is optional."""

    role: Literal["patient", "physiotherapist", "reception"] = "patient"
    age: Optional[_number(18, 120, UNKNOWN, whole=True)] = None
    for_other: Optional[_yes_no()] = None
    sex: Optional[_word("female", "male", "other", UNKNOWN)] = None
    height_cm: Optional[_number(100, 230, UNKNOWN)] = None
    youth_height_cm: Optional[_number(100, 230, UNKNOWN)] = None
    weight_kg: Optional[_number(25, 350, UNKNOWN)] = None
    family_history: Optional[YesNo] = None
    fractures: Optional[_strict("Fractures", _check_fractures)] = None
    osteogenesis_imperfecta: Optional[YesNo] = None
    glucocorticoids: Optional[YesNo] = None
    smoking: Optional[YesNo] = None
    aromatase_inhibitor: Optional[YesNo] = None
    menopause_age: Optional[_number(15, 70, "not_yet", "before_45", "after_45", UNKNOWN, whole=True)] = None
    alcohol_units_per_week: Optional[_number(0, 200, UNKNOWN)] = None
    falls_last_year: Optional[_number(0, 100, UNKNOWN, whole=True)] = None
    unsteady: Optional[YesNo] = None
    conditions: Optional[_words(CONDITIONS, UNKNOWN)] = None
    conditions_unknown: Optional[_words(CONDITIONS)] = None
    cancer: Optional[YesNo] = None
    back_pain: Optional[_word("none", "lasting", "sudden", UNKNOWN)] = None
    back_pain_fever: Optional[YesNo] = None
    neuro_symptoms: Optional[YesNo] = None
    cannot_bear_weight: Optional[YesNo] = None
    acute_signs: Optional[_words(ACUTE_SIGNS)] = None
    arm_span_cm: Optional[_number(100, 250, UNKNOWN)] = None
    percussion_pain: Optional[YesNo] = None
    rib_pelvis_fingers: Optional[_number(0, 10, "positive", "negative", UNKNOWN)] = None
    wall_occiput_cm: Optional[_number(0, 40, "positive", "negative", UNKNOWN)] = None
    measured_by: Optional[_strict("MeasuredBy", _check_measured_by)] = None
    known_osteoporosis: Optional[YesNo] = None
    followed_by_doctor: Optional[YesNo] = None
    t_score: Optional[_number(-8, 6, UNKNOWN)] = None
    dxa_result: Optional[_word("normal", "osteopenia", "osteoporosis", UNKNOWN)] = None
    activity_level: Optional[_word("limited", "everyday", "training", UNKNOWN)] = None
    dairy_daily: Optional[YesNo] = None
    calcium_supplement: Optional[YesNo] = None
    vitamin_d_supplement: Optional[YesNo] = None
    small_eater: Optional[YesNo] = None
    active_minutes_per_day: Optional[_number(0, 1440, UNKNOWN)] = None
    strength_sessions_per_week: Optional[_number(0, 21, UNKNOWN)] = None
    balance_sessions_per_week: Optional[_number(0, 21, UNKNOWN)] = None

    class Config:
        extra = Extra.forbid
        allow_mutation = False

    @validator("menopause_age")
    def _menopause_within_age(cls, value: Any, values: Dict[str, Any]) -> Any:
        age = values.get("age")
        if isinstance(age, int) and isinstance(value, int) and value > age:
            raise ValueError(f"menopause at {value} is above the age of {age}")
        return value

    @validator("fractures")
    def _fractures_within_age(cls, value: Any, values: Dict[str, Any]) -> Any:
        age = values.get("age")
        if isinstance(age, int) and isinstance(value, list):
            for fracture in value:
                if isinstance(fracture.age_at, int) and fracture.age_at > age:
                    raise ValueError(f"age_at {fracture.age_at} is above the age of {age}")
                if isinstance(fracture.months_ago, float) and fracture.months_ago > 12 * age:
                    raise ValueError(f"months_ago {fracture.months_ago:g} is more than the age of {age} years")
        return value

    def measurer(self, field: str) -> Literal["self", "professional"]:
        """Who measured `field`: "professional" for a physiotherapist unless told otherwise, else "self"."""
        default = "professional" if self.role == "physiotherapist" else "self"
        if isinstance(self.measured_by, dict):
            return self.measured_by.get(field, default)
        return self.measured_by or default
