"""What staff notes, spelled out before anything else reads it: "K 74, 158/61" is a woman of 74, 158 cm and 61 kg, "Ø feber" is none."""
from __future__ import annotations

import re


def spelled_out(text: str) -> str:
    """`text` of staff with its signs as words, and its lists so that each part says by itself what it means."""
    if _OF_SOMEBODY.match(text) and not _PRESSURE.search(text):
        text = _HEIGHT_AND_WEIGHT.sub(r"\1 cm, \2 kg", text)
    text = _SEX_AND_AGE.sub(r"\1, ", _PATIENT.sub(_sex_and_age, _THE_ONE_I.sub(r"\1 ", text)))
    text = _MONTH.sub(r"\1", text)
    if not _OF_A_SCAN.search(text):
        text = _VERTEBRAE.sub(_as_number, _RIBS.sub(_as_number, text))
    text = _NONE_SIGN.sub("ingen", _LABELLED_NONE.sub(r"ingen \1", text))
    return _NONE_OF.sub(lambda listed: "ingen " + _LISTED.sub(", ingen ", listed[1]), text)


# --- measures ---

#: "K 66, 162/58": height and weight behind sex and age; a pressure of the blood is called so.
_OF_SOMEBODY = re.compile(r"[^\d]{0,30}\b(?:k|m|kvinde|mand|pt|kv)\.?,? ?-?(?:\d\d\b|\(?\d\d ?år)|[^/]*?\b\d\d ?(?:år|årig)\b|\W*(?:k|m|kv|kvinde|mand)\b", re.I)
_HEIGHT_AND_WEIGHT = re.compile(r"(?<![\d/.,])(1[4-9]\d|20\d) ?/ ?([3-9]\d|1[0-4]\d)(?! ?(?:\d|/|cm|mm|%))(?![.,]\d)")
_PRESSURE = re.compile(r"\b(?:bt|rr|blodtryk\w*|mmhg|tryk|puls|sat)\b", re.I)

# --- who it is about ---

#: "K 74 disp.: mor hoftefraktur", "M 70: fald x 2": what a note begins with is told by itself.
_SEX_AND_AGE = re.compile(r"^\s*((?:pt\.?,? )?[KM](?:v\.?|and|vinde)? ?\d\d(?: ?år)?)(?:[:.] ?| )(?=[^\W\d])(?!(?:år|årig|kg|cm|kilo|og|m)\b)", re.I)
#: "Pt. K, 80 år", "Pt 65 K", "M/57": sex and age of the patient, in whatever order.
_PATIENT = re.compile(
    r"(?:(?<=^)|(?<=[.,;:] ))(?:[Pp]t\.?|[Pp]atient(?:en)?)(?:,|:)? (?:(?P<sex>[KM])(?:,|/| )+(?P<age>\d\d)|(?P<age2>\d\d)(?: ?år| ?årig)?,? (?P<sex2>[KM]))\b(?! ?(?:kg|cm))"
    r"|\b(?P<sex3>[KM])/(?P<age3>[4-9]\d)(?![\d/.,])"
)
#: "Kvinden, jeg har i røret, fik ...": whom staff speaks with.
_THE_ONE_I = re.compile(
    r"^\s*(kvinden|damen|fruen|manden|herren),? (?:som )?jeg (?:har|skrev|taler|sidder|står|hjælper|taster|ringede)\b[^.!?,]{0,20}?,? (?=(?:fik|er|har|siger|vejer|ryger|faldt|brækkede)\b)", re.I
)


def _sex_and_age(found: "re.Match[str]") -> str:
    parts = found.groupdict()
    sex, age = (next(parts[name] for name in (of, of + "2", of + "3") if parts[name]) for of in ("sex", "age"))
    return f"{sex} {age},"


# --- broken bones ---

#: "Kompr.fx Th12 + L1", "costafx 8 + 9": each is one broken bone; of a scan they only say where it was measured.
_AND_MORE = r"(?: ?(?:,|\+|&|/|og|samt) ?"
_VERTEBRAE = re.compile(rf"\b(?:Th|L)\d{{1,2}}-?{_AND_MORE}(?:Th|L)\d{{1,2}}\b)+", re.I)
_RIBS = re.compile(rf"(?:(?<=\bcostafx )|(?<=\bcostafrakturer ))\d{{1,2}}{_AND_MORE}\d{{1,2}}\b(?! ?(?:år|mdr|uger)))+", re.I)
_OF_A_SCAN = re.compile(r"\b(?:dxa|t-?scores?|bmd|z-?score)\b", re.I)


def _as_number(found: "re.Match[str]") -> str:
    """Vertebrae or ribs that are named one by one, as so many of them."""
    number = len(re.findall(r"\d+", found[0]))
    return f"{number} {'ryghvirvler' if found.re is _VERTEBRAE else 'ribben'}"


# --- signs and lists ---

#: The stop of a short month ends no entry: "jan. 2026".
_MONTH = re.compile(r"\b(jan|febr?|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\.(?= ?\d)", re.I)
#: The sign of staff for none: "Ø billeddiagnostik"; after the name of what is asked: "Feber: -", "Frakturer: Ø".
_NONE_SIGN = re.compile(r"(?<![\w.])ø(?=\s+\w)", re.I)
_LABELLED_NONE = re.compile(r"^\s*([^\W\d][^:\d,]{0,24}):\s*[-–ø÷]\s*\.?\s*$", re.I)
#: "Hverken cancer, steroid, aromatasehæmmer": each of them by itself, as the entries of a status line are read.
_NONE_OF = re.compile(
    r"\bhverken (?=[^.;:!?\n]*,)((?:(?!\b(?:har|haft|er|ryger|drikker|får|tager|går|kan|kunne|vil|skal|hedder|siger|jeg|hun|han|men)\b)(?:[^.;:!?\n]|(?<=tidl)\.))+)(?=[.;:!?\n]|$)", re.I
)
_LISTED = re.compile(r"\s*(?:,|\bog\b|\beller\b|\bsamt\b)\s*(?=[^\d\s])")
