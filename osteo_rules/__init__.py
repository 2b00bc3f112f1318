"""The clinical rules of Knogletjek: pure functions from answers to an assessment, without input or output."""
from .answers import Answers
from .assess import RULES_VERSION, assess
from .assessment import Assessment

__all__ = ["Answers", "Assessment", "RULES_VERSION", "assess"]
