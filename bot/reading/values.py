"""The answer to one open question: yes or no, a number with its unit, a time, a choice. Certain, asked back, or nothing."""
from __future__ import annotations

import re
from datetime import date
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from bot.reading.lexicon import conditions_in, lexicon, mentions, site_in
from bot.reading.reading import AskBack, Context
from bot.reading.text import fold, with_digits

UNKNOWN = "unknown"
NUMBER = r"(\d+(?:\.\d+)?)"


class Read(NamedTuple):
    """`value` None and no `ask_back`: not understood."""

    value: Any = None
    ask_back: Optional[AskBack] = None
    more: Dict[str, Any] = {}


NOTHING = Read()
_UNKNOWN = re.compile(
    r"\b(ved (det )?(ikke|ik|ikk)|ved jeg (faktisk |desvaerre )?(ikke|ik|ikk)|veed (det )?ikke|aner (det )?(ikke|ik)|aner jeg ikke|ingen anelse|ingen ide|"
    r"(kan |jeg )?(ikke )?huske?r? (det |jeg )?(ikke|ik)|kan ikke huske|har glemt|spring (den )?over|springer over|pas\b|vil (jeg )?(helst )?ikke (svare|sige|oplyse)|"
    r"det kender jeg ikke|kender (det|den|tallet) ikke|kender jeg ikke|usikker paa det|er i tvivl|i tvivl)"
)
_YES = re.compile(r"^(ja\w{0,2}|jo|jep+s?|jaeh|yes|jah|jada|jamen ja|ok|okay|okey|klart|gerne|selvfoelgelig|naturligvis|helt sikkert|bestemt|desvaerre ja|korrekt|rigtigt|det (har|goer|er|kan|tager|faar|blev|passer|maa) (jeg|det|den|du|rigtigt)( gerne)?|enig)\b(?! ikke)")
_NO = re.compile(r"^(nej\w{0,2}|naeh?|nix|niks|nope|no|aldrig|overhovedet ikke|slet ikke|ikke|bestemt ikke|det (har|goer|er|kan|tager|faar|blev) (jeg|det|den) (ikke|ik|ikk|aldrig)|ingen|intet|nul|0)\b")
_HEDGE = re.compile(r"\b(tror|maaske|maske|muligvis|vist|vistnok|maaske nok|vel nok|nok ikke|nok\b|lidt|en smule|af og til|nogle gange|sommetider|en gang imellem|engang imellem|i perioder|formentlig|det kommer an paa)")


def yes_no(folded: str) -> Any:
    """True, False, "unknown", or None; a hedged answer gives ("hedged", value)."""
    text = re.sub(r"^(oe+h*m*|hm+|aeh|altsaa|jamen|tja|tjo|nu|ah|aah)[ ,.]*", "", folded).strip(" .!,")
    if _UNKNOWN.search(text):
        return UNKNOWN
    yes, no = bool(_YES.match(text)), bool(_NO.match(text))
    if yes == no:
        return None
    words = text.split()
    if re.search(r"\b(men|undtagen|bortset|medmindre|ud over)\b", text) and len(words) > 2:
        return ("hedged", yes)
    if yes and re.search(r"\b(ikke|aldrig|ingen)\b", text):
        return ("hedged", False) if len(words) <= 4 else None
    if _HEDGE.search(text) and not re.search(r"\btak\b", text):
        return ("hedged", yes)
    return yes


def _yes_no_answer(question: str, folded: str) -> Read:
    answer = yes_no(folded)
    if isinstance(answer, tuple):
        return Read(ask_back=AskBack(question, "confirm_value", answer[1]))
    return Read(answer) if answer is not None else NOTHING


class Range(NamedTuple):
    low: float
    high: float
    likely_low: float
    likely_high: float
    whole: bool = False


RANGES: Dict[str, Range] = {
    "age": Range(18, 120, 30, 105, True),
    "height_cm": Range(100, 230, 135, 202),
    "youth_height_cm": Range(100, 230, 140, 205),
    "weight_kg": Range(25, 350, 38, 170),
    "menopause_age": Range(15, 70, 30, 60, True),
    "alcohol_units_per_week": Range(0, 200, 0, 60),
    "falls_last_year": Range(0, 100, 0, 20, True),
    "arm_span_cm": Range(100, 250, 130, 210),
    "rib_pelvis_fingers": Range(0, 10, 0, 6),
    "wall_occiput_cm": Range(0, 40, 0, 20),
    "t_score": Range(-8, 6, -6, 3),
    "active_minutes_per_day": Range(0, 1440, 0, 300),
    "strength_sessions_per_week": Range(0, 21, 0, 10),
    "balance_sessions_per_week": Range(0, 21, 0, 14),
    "fractures.age_at": Range(0, 120, 0, 105, True),
}


def checked(field: str, number: float) -> Read:
    """The number when it is possible and likely; else what is asked back."""
    limits = RANGES[field]
    if limits.whole and number != int(number):
        return Read(ask_back=AskBack(field, "out_of_range"))
    value: Any = int(number) if limits.whole else float(number)
    if not limits.low <= number <= limits.high:
        return Read(ask_back=AskBack(field, "out_of_range"))
    if not limits.likely_low <= number <= limits.likely_high:
        return Read(ask_back=AskBack(field, "unlikely", value))
    return Read(value)


def numbers(text: str) -> List[float]:
    """The numbers of a text with digits, without the sign."""
    return [float(found) for found in re.findall(rf"(?<![\d.]){NUMBER}(?![\d])", text)]


def metres(text: str) -> str:
    """Lengths written in metres as centimetres: "1.65 m", "1 65", "1 meter og 65", "1m65"."""
    text = re.sub(r"\b([12])\s*(?:meter|m)\s*(?:og\s*)?(\d{2})\b(?!\s*(?:aar|kg))", lambda m: f"{int(m[1]) * 100 + int(m[2])} cm", text)
    text = re.sub(r"\b([12])\.(\d{2})\b(?:\s*(?:m|meter)\b)?", lambda m: f"{int(m[1]) * 100 + int(m[2])} cm", text)
    text = re.sub(r"\b([12])\.(\d)\b\s*(?:m|meter)\b", lambda m: f"{int(m[1]) * 100 + int(m[2]) * 10} cm", text)
    text = re.sub(r"\b([12])\s*(?:m|meter)\b(?!\s*\d)", lambda m: f"{int(m[1]) * 100} cm", text)
    return re.sub(r"(?<![\d.])([12])\s+(\d{2})(?![\d.])", lambda m: f"{int(m[1]) * 100 + int(m[2])}", text)


def spread(text: str) -> Optional[Tuple[float, float]]:
    """The two ends of "4-5 cm", "4 til 5", "70 eller 71"."""
    found = re.search(rf"(?<![\d.-]){NUMBER}\s*(?:-|til|eller)\s*{NUMBER}(?![\d])", text)
    return (float(found[1]), float(found[2])) if found else None


def _length(question: str, folded: str) -> Read:
    text = metres(with_digits(folded))
    ends = spread(text)
    if ends:
        return Read(ask_back=AskBack(question, "across_limit"))
    found = [n for n in numbers(re.sub(r"\b\d+ aar\b", "", text)) if n >= 100]
    if len(set(found)) == 1:
        return checked(question, found[0])
    if len(numbers(text)) == 1:
        return checked(question, numbers(text)[0])
    return Read(ask_back=AskBack(question, "across_limit")) if len(set(found)) > 1 else NOTHING


def _small_length(question: str, folded: str) -> Read:
    text = with_digits(folded)
    if re.search(r"\b(roerer|kontakt|helt inde|naar vaeggen|ingen afstand)\b", text) and "ikke" not in text:
        return Read(0.0)
    if re.search(r"\bneg", text):
        return Read("negative")
    if re.search(r"\bpos", text):
        return Read("positive")
    if spread(text):
        return Read(ask_back=AskBack(question, "across_limit"))
    found = numbers(text)
    return checked(question, found[0]) if len(found) == 1 else NOTHING


def _plain_number(question: str, folded: str) -> Read:
    text = with_digits(folded)
    if spread(text):
        return Read(ask_back=AskBack(question, "across_limit"))
    found = numbers(text)
    if len(found) == 1:
        return checked(question, found[0])
    return NOTHING


def _age(question: str, folded: str, context: Context) -> Read:
    text = with_digits(folded)
    year = re.search(r"\b(19[0-9]{2}|200[0-9])\b", text) or re.search(r"\b(?:foedt|fra)\b.*?\b([3-9]\d)\b", text)
    if year and not re.search(r"\d+ aar\b", text):
        born = int(year[1]) if len(year[1]) == 4 else 1900 + int(year[1])
        age = context.today.year - born
        return Read(ask_back=AskBack(question, "confirm_value", age - 1)) if not 18 <= age <= 120 else Read(ask_back=AskBack(question, "confirm_value", age))
    return _plain_number(question, folded)


def _weight(question: str, folded: str) -> Read:
    text = with_digits(folded)
    if re.search(r"\bpund\b", text):
        return Read(ask_back=AskBack(question, "out_of_range"))
    return _plain_number(question, re.sub(r"\b(\d+)\s*(?:kg|kilo)\s*(?:og\s*)?(\d{3})\s*gram", r"\1", text))


_NONE = re.compile(r"^(nej\w*|naeh?|aldrig|ingen|intet|nul|0|slet ikke|overhovedet ikke|ikke|nix|jeg (drikker|er|traener) (ikke|aldrig)( .*)?|(jeg )?drikker (slet )?ikke( .*)?|har ikke faldet|ikke faldet)\b")


def _count(question: str, folded: str) -> Read:
    text = with_digits(folded)
    text = re.sub(r"\b(?:et par)\b", "2", text)
    found = numbers(text)
    if not found:
        return Read(0 if RANGES[question].whole else 0.0) if _NONE.match(text.strip(" .!")) else NOTHING
    if question == "alcohol_units_per_week":
        return _alcohol(text, found)
    if question == "active_minutes_per_day":
        return _minutes(text, found)
    if question.endswith("_per_week") and re.search(r"\b(om dagen|dagligt|hver dag)\b", text) and len(found) == 1:
        return Read(ask_back=AskBack(question, "confirm_value", found[0] * 7))
    if spread(text):
        return Read(ask_back=AskBack(question, "across_limit"))
    return checked(question, found[0]) if len(found) == 1 else NOTHING


DAILY = re.compile(r"\b(om dagen|dagligt|hver dag|om aftenen|hver aften|daglig|per dag|pr\.? dag)\b")


def _alcohol(text: str, found: List[float]) -> Read:
    ends = spread(text)
    amounts = list(ends) if ends else found[:1] if len(found) == 1 else []
    if not amounts:
        return Read(ask_back=AskBack("alcohol_units_per_week", "out_of_range"))
    days = 7 if DAILY.search(text) else 1
    weekly = [amount * days for amount in amounts]
    if len(weekly) == 2 and any(min(weekly) <= limit < max(weekly) for limit in (10, 21)):
        return Read(ask_back=AskBack("alcohol_units_per_week", "across_limit"))
    if re.search(r"\b(flaske|flasker|maaned|maaneden|weekend|kasse)\b", text) or (days == 7 and "2" in text and "par" in text):
        return Read(ask_back=AskBack("alcohol_units_per_week", "out_of_range"))
    return checked("alcohol_units_per_week", max(weekly))


def _minutes(text: str, found: List[float]) -> Read:
    factor = 60 if re.search(r"\btime", text) else 15 if "kvarter" in text else 1
    ends = spread(text)
    if len(found) != 1 and not ends:
        return NOTHING
    amount = (min(ends) if ends else found[0]) * factor
    if re.search(r"\b(om ugen|ugentlig)", text):
        return Read(ask_back=AskBack("active_minutes_per_day", "confirm_value", float(round(amount / 7))))
    return checked("active_minutes_per_day", amount)


def _t_score(question: str, folded: str) -> Read:
    text = with_digits(folded).replace("minus ", "-").replace("- ", "-")
    found = re.findall(r"(?<![\d.])([-+]?)\s*(\d+(?:\.\d+)?)(?![\d.])", text)
    if len(found) != 1:
        return NOTHING
    sign, amount = found[0][0] or ("+" if re.search(r"\bplus\b", text) else ""), float(found[0][1])
    if not sign and amount:
        return Read(ask_back=AskBack(question, "t_score_sign", -amount)) if amount <= 8 else Read(ask_back=AskBack(question, "out_of_range"))
    return checked(question, -amount if sign == "-" else amount)


def _menopause(question: str, folded: str) -> Read:
    text = with_digits(folded)
    if re.search(r"\b(endnu|stadig|ikke i overgangsalder|har den|ikke endnu|ikke holdt op|ikke stoppet)\b", text) and not numbers(text):
        return Read("not_yet")
    word = re.search(r"\b(foer|inden|under)\b.*\b45\b", text)
    if word:
        return Read("before_45")
    if re.search(r"\b(efter|over)\b.*\b45\b", text):
        return Read("after_45")
    ends = spread(text)
    if ends:
        if min(ends) < 45 <= max(ends):
            return Read(ask_back=AskBack(question, "across_limit"))
        return Read("before_45" if max(ends) < 45 else "after_45")
    found = [n for n in numbers(text) if n >= 15]
    return checked(question, found[0]) if len(found) == 1 else NOTHING


SEX = (("female", r"\b(kvinde\w*|dame|pige|kone|hunkoen|k|f|female)\b"), ("male", r"\b(mand\w*|dreng|herre|hankoen|m|male)\b"), ("other", r"\b(andet|andre|ingen af delene|interkoen)\b"))
ACTIVITY = (
    ("limited", r"\b(svaert ved|begraenset|sidder meget|rollator|koerestol|kan ikke ret meget|hjaelp til)\b"),
    ("training", r"\b(traener haardt|traeningsaktiv|haardt hver uge|hoej intensitet|fitness|crossfit|traener (\d|flere|meget)|traening hver uge)\b"),
    ("everyday", r"\b(i gang|hverdagsaktiv|gaar ture|gaature|have|ikke haardt|almindelig|hverdag|normal)\b"),
)
DXA = (("osteoporosis", r"\b(osteoporose|knogleskoer\w*|skoere knogler)\b"), ("osteopenia", r"\b(osteopeni|lidt svage|lidt svag)\b"), ("normal", r"\b(normal\w*|fine?|i orden|ingenting)\b"))
ROLE = (("physiotherapist", r"\b(fys|fysioterapeut\w*|fysser)\b"), ("reception", r"\b(reception\w*|sekretaer)\b"), ("patient", r"\b(patient|mig selv|selv|for mig|privat|borger|ingen af delene)\b"))


def _choice(table: Tuple[Tuple[str, str], ...]) -> Callable[[str, str], Read]:
    def read(question: str, folded: str) -> Read:
        found = [value for value, pattern in table if re.search(pattern, folded)]
        return Read(found[0]) if len(found) == 1 else NOTHING

    return read


def _back_pain(question: str, folded: str) -> Read:
    sudden = re.search(r"\b(pludselig\w*|lige faaet|i gaar|fra den ene dag|smaeld|knaek|akut|i dag|i nat|for \d+ (dage?|uger?) siden|den her uge|forleden)\b", with_digits(folded))
    long_standing = re.search(r"\b(laenge|laengere tid|aarevis|altid|kronisk\w*|i mange aar|i flere aar|i \d+ (aar|maaneder)|maanedsvis|hele livet|lasting|for aar)\b", with_digits(folded))
    answer = yes_no(folded)
    if sudden and long_standing:
        return Read(ask_back=AskBack(question, "when_pain", None, (("lasting", "I længere tid"), ("sudden", "Det kom pludseligt for nylig"))))
    if sudden and not re.search(r"\bikke pludselig", folded):
        return Read("sudden") if answer is not False else Read(ask_back=AskBack(question, "when_pain", None, (("none", "Jeg har ikke ondt"), ("sudden", "Det kom pludseligt"))))
    if long_standing and answer is not False:
        return Read("lasting")
    if answer is UNKNOWN:
        return Read(UNKNOWN)
    if answer is False or re.search(r"\b(ikke ondt|ingen smerter|ingen rygsmerter)\b", folded):
        return Read("none")
    if answer is not None or re.search(r"\bondt i ryg|rygsmerte|ondt i laend|^(jeg har )?ondt$", folded):
        return Read(ask_back=AskBack(question, "when_pain", None, (("lasting", "I længere tid"), ("sudden", "Det kom pludseligt for nylig"))))
    return NOTHING


def _conditions(question: str, folded: str) -> Read:
    if re.search(r"(?<!led)(?<!slid)(?<!rygsoejle)\bgigt\b", folded) and not re.search(r"leddegigt|slidgigt|rygsoejlegigt", folded):
        options = ((["rheumatoid_arthritis"], "Leddegigt"), (["bechterew"], "Rygsøjlegigt (Bechterew)"), ([], "Slidgigt eller anden gigt"))
        return Read(ask_back=AskBack(question, "which_gigt", None, options))
    found = conditions_in(re.sub(r"\b(for )?lavt stofskifte\b", "", folded))
    if found:
        if re.search(r"\b(tror|maaske|mistanke|muligvis|vist)\b", folded):
            return Read(ask_back=AskBack(question, "confirm_value", found))
        if re.search(r"\b(ikke|aldrig|ingen|hverken)\b", folded):
            return Read(ask_back=AskBack(question, "confirm_value", found))
        return Read(found)
    answer = yes_no(folded)
    if answer is False or re.search(r"\b(ingen af|ingenting|ingen\b)", folded):
        return Read([])
    return Read(UNKNOWN) if answer is UNKNOWN else NOTHING


def _gluco(question: str, folded: str) -> Read:
    words = lexicon()
    if mentions(folded, words["glucocorticoids_local"]) and not re.search(r"\b(tablet\w*|piller|sproejt\w*)\b", folded):
        return Read(ask_back=AskBack(question, "confirm_value", False))
    answer = _yes_no_answer(question, folded)
    if answer.value is None and not answer.ask_back and mentions(folded, words["glucocorticoids"]):
        return Read(ask_back=AskBack(question, "confirm_value", True))
    return answer


MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december")


def months_since(text: str, today: date) -> Optional[float]:
    """Months from a duration or a date in a text with digits, or None."""
    text = text.replace("et par", "2").replace("1 halvt aar", "6 maaneder").replace("0.5 aar", "6 maaneder").replace("halvt aar", "6 maaneder")
    unit = re.search(rf"{NUMBER}\s*(dage?|uger?|mdr\b|maaned\w*|maaneder|aar)\b(?!\s*gammel)", text)
    if unit and re.search(r"\bsiden\b|\bfor\b|^\W*(ca\.?\s*|cirka\s*|omkring\s*)?\d", text):
        amount = float(unit[1])
        per = {"d": 1 / 30.4, "u": 7 / 30.4, "m": 1.0, "a": 12.0}[unit[2][0]]
        return round(amount * per, 1)
    if re.search(r"\b(i gaar|i dag|i nat|forleden|i sidste uge|sidste uge|den her uge)\b", text):
        return 0.3
    if re.search(r"\b(sidste maaned)\b", text):
        return 1.0
    year = re.search(r"\b(?:i |sidst i |aaret |tilbage i )?(19[3-9]\d|20[0-4]\d)\b", text)
    month = next((number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}\b", text)), None)
    if year:
        past = (today.year - int(year[1])) * 12 + today.month - (month or 12)
        whole = (today.year - int(year[1])) * 12 + today.month - 1
        if month is None and past < 6 <= whole:
            return None
        return float(max(past, 0)) if whole >= 0 else None
    if month:
        return float((today.month - month) % 12)
    if re.search(r"\bsidste jul\b|\bi julen\b", text):
        return float((today.month - 12) % 12)
    if re.search(r"\b(sidste aar|i fjor)\b", text):
        return None if today.month < 7 else float(today.month)
    return None


def _months_ago(question: str, folded: str, context: Context) -> Read:
    text = with_digits(folded)
    at_age = re.search(rf"\b(?:da jeg var|som|da hun var|da han var)\s*(?:ca\.?\s*|cirka\s*)?{NUMBER}(?!\s*(maaned|dage|uger))", text)
    if at_age:
        age = int(float(at_age[1]))
        now = context.known.get("age")
        recent = isinstance(now, int) and now - age <= 1
        return NOTHING if recent else Read("over_6" if isinstance(now, int) else UNKNOWN, more={"fractures.age_at": age})
    months = months_since(text, context.today)
    if months is not None:
        return Read(months)
    if re.search(r"\b(barn|som barn|ung|aarevis|mange aar|flere aar|laenge siden|aar tilbage|over et halvt|laengere tid)\b", text):
        return Read("over_6")
    if re.search(r"\b(halve? aar|lige|for nylig|nyligt|foraar|efteraar|sommer)\b", text) and re.search(r"\b(inden for|indenfor|lige|nylig\w*)\b", text):
        return Read("under_6")
    return Read(UNKNOWN) if _UNKNOWN.search(text) else NOTHING


def _age_at(question: str, folded: str) -> Read:
    text = with_digits(folded)
    if re.search(r"\bunder\b.*40|\bbarn\b|\bteenager\b", text):
        return Read("under_40")
    if re.search(r"\bover\b.*40|40 (aar )?eller (mere|over)", text):
        return Read("over_40")
    decade = re.search(r"\b(?:i )?([2-9]0)'?(?:erne|-erne)\b", text)
    if decade:
        return Read("under_40" if int(decade[1]) < 40 else "over_40")
    return _plain_number(question, folded)


def _site(question: str, folded: str) -> Read:
    site = site_in(folded)
    if site:
        return Read(site)
    return Read(UNKNOWN) if _UNKNOWN.search(folded) else NOTHING


LOW = r"\b(faldt (paa|i|ned paa|over)|fald fra staaende|snublede|gled|glat|isen|gulvet|fortov\w*|koekkenet|badevaerelset|loeft\w*|af sig selv|uden grund|skvat\w*|hostede)\b"
HIGH = r"\b(bil\w*|trafik\w*|cykel\w*|cyklede|motorcykel|knallert|stige\w*|taget|trappe\w*|hest\w*|ski\w*|fodbold|haandbold|paakoert|ulykke)\b"


def _low_energy(question: str, folded: str) -> Read:
    answer = yes_no(folded)
    if isinstance(answer, bool) or answer is UNKNOWN:
        return Read(answer)
    low, high = re.search(LOW, folded), re.search(HIGH, folded)
    if low and not high:
        return Read(True)
    if high and not low:
        if re.search(r"\b(trappe\w*|cykel\w*|cyklede|hest\w*|ski\w*|fodbold|haandbold)\b", folded):
            return Read(ask_back=AskBack(question, "confirm_value", False))
        return Read(False)
    return _yes_no_answer(question, folded)


def _any_fracture(question: str, folded: str) -> Read:
    if re.search(r"\b(ny hofte|kunstig hofte|hofteoperation|opereret i hoften|hofteprotese|skiftet hofte\w*)\b", folded) and "braek" not in folded and "brud" not in folded:
        options = ((True, "Ja, den var brækket"), (False, "Nej, den var slidt op"))
        return Read(ask_back=AskBack(question, "prosthesis_or_fracture", None, options))
    return _yes_no_answer(question, folded)


READERS: Dict[str, Callable[..., Read]] = {
    "role": _choice(ROLE),
    "age": _age,
    "sex": _choice(SEX),
    "height_cm": _length,
    "youth_height_cm": _length,
    "arm_span_cm": _length,
    "weight_kg": _weight,
    "menopause_age": _menopause,
    "alcohol_units_per_week": _count,
    "falls_last_year": _count,
    "active_minutes_per_day": _count,
    "strength_sessions_per_week": _count,
    "balance_sessions_per_week": _count,
    "rib_pelvis_fingers": _small_length,
    "wall_occiput_cm": _small_length,
    "t_score": _t_score,
    "dxa_result": _choice(DXA),
    "activity_level": _choice(ACTIVITY),
    "back_pain": _back_pain,
    "conditions": _conditions,
    "glucocorticoids": _gluco,
    "fractures": _any_fracture,
    "fractures.site": _site,
    "fractures.low_energy": _low_energy,
    "fractures.months_ago": _months_ago,
    "fractures.age_at": _age_at,
}
NEEDS_CONTEXT = (_age, _months_ago)


def answer_to(question: str, text: str, context: Context) -> Read:
    """The answer of `text` to `question`."""
    folded = fold(text)
    reader = READERS.get(question, _yes_no_answer)
    found = reader(question, folded, context) if reader in NEEDS_CONTEXT else reader(question, folded)
    if found.value is None and not found.ask_back and _UNKNOWN.search(folded):
        return Read(UNKNOWN)
    return found
