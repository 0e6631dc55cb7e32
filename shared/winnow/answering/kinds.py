"""What kind of answer a question asks for, and whether words are of that kind. Pure."""

import re
from typing import Final, Literal

Kind = Literal["person", "place", "time", "number", "percent", "other"]

ASKS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        "percent",
        re.compile(
            r"\b(?:percent\w*|per cent|proportion|prozent\w*|porcentaje)\b|%", re.IGNORECASE
        ),
    ),
    (
        "time",
        re.compile(
            r"\b(?:when|what (?:\w+ )?(?:year|date|day|month|century|decade|time)"
            r"|which (?:year|date|day|month|century|decade)|how long ago|wann"
            r"|welche[ms]? (?:jahr|datum|tag|monat|jahrhundert)"
            r"|cuándo|qué (?:año|fecha|día|mes))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"\b(?:how (?:many|much|old|long|far|large|big|tall|high|deep|fast|often|wide|heavy)"
            r"|what (?:is|was|are|were) the (?:\w+ )?(?:number|amount|total|cost|price|revenue"
            r"|population|sum|balance)|wie ?(?:viele?|alt|lang|weit|groß|hoch|tief|oft)"
            r"|cuánt[oa]s?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "person",
        re.compile(
            r"(?:^|,\s*|\b(?:by|to|of|for|from|with) )who(?:m|se)?\b|\bwe[rmn]\b|\bquién(?:es)?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "place",
        re.compile(
            r"\bwhere\b|\b(?:what|which) (?:\w+ )?"
            r"(?:city|country|state|town|place|region|continent)\b|\bwo\b|\bwohin\b|\bdónde\b",
            re.IGNORECASE,
        ),
    ),
)
MONTH: Final = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
COUNT: Final = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fifteen|twenty|thirty"
    r"|forty|fifty|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|once"
    r"|several|many|few|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|dos|tres|cuatro|cinco|seis"
    r"|siete|ocho|nueve|diez"
)
TIME: Final = re.compile(
    rf"\d|\b(?:{MONTH}|century|centuries|decade|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|today|yesterday|morning|evening|night|spring|summer|autumn|winter|jahrhundert|siglo"
    r"|during|until|after|before|bce?|ad)\b",
    re.IGNORECASE,
)
NUMBER: Final = re.compile(rf"\d|\b(?:{COUNT})\b", re.IGNORECASE)
YEAR: Final = re.compile(r"(?:in |the )?(?:1\d|20)\d\ds?")
PERCENT: Final = re.compile(
    r"\b(?:percent|per cent|half|third|quarter|majority)\b|%|prozent", re.IGNORECASE
)
CAPITAL: Final = re.compile(r"(?<![\w'])[A-Z\u00c0-\u00de]")
UNCASED: Final = re.compile(r"[\u0600-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


LONGEST: Final[dict[Kind, int]] = {"time": 6, "number": 4, "percent": 5, "person": 6, "place": 7}


def kind_of(question: str) -> Kind:
    """What it asks for; `other` where its words do not tell."""
    return next((kind for kind, pattern in ASKS if pattern.search(question)), "other")


def fits(kind: Kind, words: str) -> bool | None:
    """Whether words can be such an answer; None where that cannot be told by looking."""
    match kind:
        case "time":
            return bool(TIME.search(words))
        case "number":
            return bool(NUMBER.search(words)) and not YEAR.fullmatch(words)
        case "percent":
            return bool(PERCENT.search(words))
        case "person" | "place" if not UNCASED.search(words):
            return bool(CAPITAL.search(words)) and not TIME.search(words)
    return None
