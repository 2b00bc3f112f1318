"""Suspicion of vertebral fracture (3.1): five indicators, sudden back pain, and fractures already known."""
from __future__ import annotations

from typing import Callable, Optional, Tuple

from ..content import threshold
from ..person import Hit, Person


def height_loss(person: Person) -> Optional[Hit]:
    """More than 4 cm lower than in youth; exactly 4.0 is not."""
    loss = person.height_loss
    if loss is None or loss <= threshold("height_loss"):
        return None
    return Hit("height_loss", loss, person.answers.measurer("height_cm"))


def arm_span_difference(person: Person) -> Optional[Hit]:
    """Arm span more than 3 cm above the height."""
    more = person.arm_span_difference
    if more is None or more <= threshold("arm_span_difference"):
        return None
    measurers = {person.answers.measurer("arm_span_cm"), person.answers.measurer("height_cm")}
    return Hit("arm_span_difference", more, "self" if "self" in measurers else "professional")


def percussion_pain(person: Person) -> Optional[Hit]:
    """Pain on percussion of a spinous process."""
    positive = person.answers.percussion_pain is True
    return Hit("percussion_pain", True, person.answers.measurer("percussion_pain")) if positive else None


def rib_pelvis_distance(person: Person) -> Optional[Hit]:
    """Less than four fingers between rib and iliac crest; three to four is borderline."""
    value = person.answers.rib_pelvis_fingers
    if value is None:
        return None
    measurer = person.answers.measurer("rib_pelvis_fingers")
    if value == "positive":
        return Hit("rib_pelvis_distance", value, measurer, variant="word")
    if not isinstance(value, float) or value >= threshold("rib_pelvis_distance"):
        return None
    return Hit("rib_pelvis_distance", value, measurer, borderline=value >= threshold("rib_pelvis_borderline"))


def wall_occiput_distance(person: Person) -> Optional[Hit]:
    """The back of the head does not reach the wall."""
    value = person.answers.wall_occiput_cm
    if value is None:
        return None
    measurer = person.answers.measurer("wall_occiput_cm")
    if value == "positive":
        return Hit("wall_occiput_distance", value, measurer, variant="word")
    far = isinstance(value, float) and value > threshold("wall_occiput_distance")
    return Hit("wall_occiput_distance", value, measurer) if far else None


def hyperkyphosis(person: Person) -> Optional[Hit]:
    """More than 6.5 cm from the back of the head to the wall."""
    value = person.answers.wall_occiput_cm
    far = isinstance(value, float) and value > threshold("hyperkyphosis")
    return Hit("hyperkyphosis", value, person.answers.measurer("wall_occiput_cm")) if far else None


def sudden_back_pain(person: Person) -> Optional[Hit]:
    """Sudden back pain at 50 or over, or with established osteoporosis or glucocorticoids, may be a vertebral fracture."""
    if person.answers.back_pain != "sudden":
        return None
    at_risk = person.sudden_pain_age or person.osteoporosis_status == "established" or person.answers.glucocorticoids is True
    return Hit("sudden_back_pain", "sudden") if at_risk else None


def known_fracture(person: Person) -> Optional[Hit]:
    """A vertebral fracture within six months, or an older one (time unknown included)."""
    if person.spine_fracture is None:
        return None
    return Hit("recent_vertebral_fracture" if person.spine_fracture == "recent" else "known_vertebral_fracture", "spine")


INDICATORS: Tuple[Callable[[Person], Optional[Hit]], ...] = (
    height_loss,
    arm_span_difference,
    percussion_pain,
    rib_pelvis_distance,
    wall_occiput_distance,
    hyperkyphosis,
    sudden_back_pain,
)


def status(person: Person, any_indicator: bool) -> str:
    """recent, known, suspected or no_flag: a known fracture goes before a suspicion."""
    if person.spine_fracture:
        return "recent" if person.spine_fracture == "recent" else "known"
    return "suspected" if any_indicator else "no_flag"
