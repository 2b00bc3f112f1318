"""FHIR R4: the questions as a Questionnaire, answers as a QuestionnaireResponse and back, an assessment as a Bundle.

Resources are plain dicts in FHIR's JSON form. `fhir.resources` (its R4B models) checks them; it is imported when first needed.
"""

from .bundle import bundle, checked
from .fields import ROLES
from .outcome import BadResource, Problem, operation_outcome
from .questionnaire import questionnaire
from .response import answers_from, parse, response

FHIR_JSON = "application/fhir+json"

__all__ = [
    "FHIR_JSON",
    "ROLES",
    "BadResource",
    "Problem",
    "answers_from",
    "bundle",
    "checked",
    "operation_outcome",
    "parse",
    "questionnaire",
    "response",
]
