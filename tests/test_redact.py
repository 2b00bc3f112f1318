"""CPR numbers, telephone numbers, e-mail and street addresses are taken out in all writings; ordinary numbers stay."""
from __future__ import annotations

import random
import sqlite3
from typing import Any, Iterator, List, Tuple

import pytest
from num2words import num2words

from bot.redact import STAND_INS, redacted
from tests.danish_data import answer_rows, fact_rows

KEPT = [
    "jeg er 67", "165 cm", "1,65 m", "jeg vejer 72,5 kg", "født 12-03-1956", "født 12.03.56", "12/3 1956", "den 3. oktober 2024", "12031956", "1956", "blodtryk 130/80",
    "T-score -2,8", "puls 60", "ring 112 eller 1813", "Livslinien 70 201 201", "10 genstande om ugen", "2.000 skridt", "100000 kroner", "for 3 uger siden", "2015-2018", "30-40 cigaretter",
    "i 2012 og 2014", "klokken 14.30", "20 mikrogram D-vitamin", "800-1000 mg kalk", "fald på gaden", "brækkede hoften på vej 3 gange", "gik tur i skoven 30 minutter", "Vejle 2", "15 03 1950",
    "jeg gik ned ad gaden 2 gange", "171 165 170", "armspan 171 højde 165", "0101 var det", "født 12.03.56, 1998 brækkede jeg hoften", "12.03.1956, 2012 faldt jeg", "født 010150",
    "3.2.1956 og 2019", "fra 1998-2004", "12 kg, 165 cm, 67 år, 3 børn", "1/2 tablet 1000 mg", "2 gange 1000 mg", "blodtryk 120/80, puls 60", "fem seks gange om ugen, to glas", "30–40 cigaretter",
    "højden er 171.5 og vægten 72.25", "1. januar 1950", "1 januar 1950, 1998 brækkede jeg hoften", "den 3/10 2024 kl. 14.30", "ts -2,8 VOD 4 perk neg 165 72", "kode tulipan-fjeld-harmonika-krage",
]


@pytest.mark.parametrize("text", KEPT)
def test_ordinary_numbers_stay(text: str) -> None:
    assert redacted(text) == (text, ())


@pytest.mark.parametrize("text, kind", [
    ("mit cpr er 010150-1234", "cpr"), ("0101501234", "cpr"), ("010150 1234", "cpr"), ("01 01 50 1234", "cpr"), ("01.01.50-1234", "cpr"), ("01-01-1950-1234", "cpr"),
    ("010150 - 1234", "cpr"), ("010150/1234", "cpr"), ("010150-xxxx", "cpr"), ("født 010150–1234.", "cpr"), ("CPR:3112991234", "cpr"),
    ("cpr er 010150 og så 1234", "cpr"), ("født 1. januar 1950-1234", "cpr"), ("1/1-50 1234", "cpr"), ("mine sidste fire er 1234", "cpr"), ("610150-1234", "cpr"), ("010150,1234", "cpr"),
    ("nul et nul et halvtreds tolv fireogtredive", "cpr"), ("toogtyve treogtredive fireogfyrre femoghalvtreds", "phone"),
    ("ring på 22 33 44 55", "phone"), ("22334455", "phone"), ("tlf. 2233 4455", "phone"), ("+45 22334455", "phone"), ("0045 22 33 44 55", "phone"), ("22-33-44-55", "phone"),
    ("skriv til anne.hansen@mail.dk", "email"), ("Anne+1@post.ku.dk tak", "email"), ("anne (at) mail.dk", "email"),
    ("jeg bor Nørregade 12, 2. tv", "address"), ("Gl. Kongevej 45B, 1850 Frederiksberg C", "address"), ("på Rosenvænget 7", "address"), ("Ved Søen Allé 3", "address"),
])
def test_what_says_who_somebody_is_goes(text: str, kind: str) -> None:
    found = redacted(text)
    assert found.kinds == (kind,)
    assert STAND_INS[kind] in found.text
    assert not any(part in found.text for part in ("1234", "xxxx", "2233", "4455", "@", "Nørregade", "Kongevej", "Rosenvænget", "(at)"))


#: Between the date and the last four digits.
BREAKS = ["-", "", " ", " - ", "–", "/", "  ", "_", ".", ":", "‑", "−", "\n", "-\n", "\u00a0", "\u200b", "=", "~"]


def _cpr(some: random.Random) -> Tuple[str, str]:
    """(a CPR number in one of its writings, its last four digits as they would be left)."""
    day, month, year, last = some.randint(1, 28), some.randint(1, 12), some.randint(20, 99), f"{some.randint(0, 9999):04d}"
    plain = f"{day:02d}{month:02d}{year:02d}"
    date = some.choice([plain, f"{day:02d} {month:02d} {year:02d}", f"{day:02d}.{month:02d}.{year:02d}", f"{day:02d}-{month:02d}-19{year:02d}", f"{day:02d}/{month:02d}/{year:02d}"])
    whole = some.choice([
        date + some.choice(BREAKS) + last, date + some.choice(BREAKS) + last, plain + some.choice("- ") + last[:2] + " " + last[2:], " ".join(plain + last),
        f"{plain}({last})", f"{day + 60}{plain[2:]}-{last}", f"19{year:02d}{month:02d}{day:02d}-{last}", f"{day:02d} {month:02d} {year:02d} {last[:2]} {last[2:]}",
        "".join(chr(0xFF10 + int(digit)) for digit in plain) + "-" + last, ", ".join(num2words(int(digit), lang="da") for digit in plain + last),
    ])
    return whole, last


def _texts(number: int) -> Iterator[Tuple[str, str]]:
    some = random.Random(7)
    plain = [row.text for row in answer_rows("train") if not any(letter.isdigit() for letter in row.text)]
    for _ in range(number):
        cpr, last = _cpr(some)
        last = next((form for form in (last, f"{last[:2]} {last[2:]}", " ".join(last), cpr[-12:]) if form in cpr), last)
        yield some.choice(["{0} {1}", "{1} {0}", "{0}, mit cpr er {1}.", "cpr {1}: {0}", "({1}) {0}"]).format(some.choice(plain), cpr), last


def test_two_thousand_texts_with_a_cpr_number_keep_none() -> None:
    left = [text for text, last in _texts(2000) if last in redacted(text).text]
    assert left == []


def test_what_people_write_is_left_alone() -> None:
    """Of ten thousand rows of what people write only those that name a street or a telephone number are changed."""
    texts = [row.text for row in answer_rows("train")] + [row.told["text"] for row in fact_rows("train")]
    changed = {text: redacted(text).kinds for text in texts if redacted(text).kinds}
    assert len(texts) > 9000
    assert set(changed.values()) <= {("address",), ("phone",)}
    assert len(changed) < len(texts) / 1000


def test_nothing_of_it_reaches_the_database_or_an_answer(assistant: Any, talk: Any) -> None:
    talk.say('/begin{"role": "patient"}')
    talk.say("ja")
    said: List[str] = []
    for text, _ in list(_texts(40)):
        talk.say(text)
        said.append(str(talk.messages))
    talk.say("mit nummer er 22 33 44 55 og jeg bor Nørregade 12")
    store = assistant.conversations.agent.tracker_store._tracker_store
    stored = "".join(str(row) for row in sqlite3.connect(store.engine.url.database).execute("select data from events"))
    for _, last in list(_texts(40)):
        assert f"-{last}" not in stored and f"{last}" not in "".join(said)
    assert "Nørregade" not in stored and "22 33 44 55" not in stored


def test_it_is_told_once(talk: Any) -> None:
    talk.say('/begin{"role": "patient"}')
    talk.say("mit cpr er 010150-1234")
    assert "gemmer det ikke" in talk.text
    talk.say("010150-1234")
    assert "gemmer det ikke" not in talk.text
