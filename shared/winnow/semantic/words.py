"""Words that ask politely, join, deny or count, by language (ISO 639-1)."""

import re
from functools import cache
from typing import Any, Final

STEMMERS: Final = {"en": "english", "de": "german", "es": "spanish", "ar": "arabic"}

# Openings that ask for the same as what follows them
FRAMES: Final = re.compile(
    r"^(?:(?:please|so|and|hi|hello)[,\s]+)*"
    r"(?:(?:(?:can|could|would) you (?:please )?(?:tell me|say|explain)"
    r"|please tell me|tell me|do you (?:happen to )?know|i(?:'d| would) like to know"
    r"|i want to know|let me know"
    r"|(?:können|könnten) sie mir (?:bitte )?sagen|sag mir bitte|weißt du"
    r"|¿?(?:puedes|podrías|puede|podría) decirme|dime(?: por favor)?|¿?sabes)"
    r"[,:\s]+)+",
    re.IGNORECASE,
)

# They join and carry no meaning of their own: articles and helping verbs of the present
EMPTY: Final = frozenset(
    (  # noqa: SIM905
        "a an the is are am be been being do does has have please of that "
        "der die das den dem des ein eine einen einem einer ist sind hat haben bitte "
        "el la los las un una unos unas es son ha han por favor de del "
        "的 了 吗 呢 请 是"
    ).split()
)

# A question about what was is another than one about what is
PAST: Final = frozenset(
    "was were did had war waren wurde wurden hatte fue fueron era eran".split()  # noqa: SIM905
)

NEGATIONS: Final = frozenset(
    (  # noqa: SIM905
        "not no never none nobody nothing nowhere neither nor without cannot except "
        "nicht kein keine keinen keinem keiner nie niemals niemand ohne außer "
        "nunca jamás nadie ningún ninguno ninguna sin excepto "
        "لا لم لن ليس ليست غير بدون ما "
        "不 没 没有 非 无 未"
    ).split()
)

CONTRACTED: Final = re.compile(r"\b(\w+)n['\u2019]t\b", re.IGNORECASE)

NUMBERS: Final = {
    word: str(value)
    for value, words in {
        1: "one first ein eins erste erster ersten uno primera primero",
        2: "two second twice zwei zweite zweiter zweiten dos segunda segundo",
        3: "three third drei dritte dritter dritten tres tercera tercero",
        4: "four fourth vier vierte cuatro cuarta cuarto",
        5: "five fifth fünf fünfte cinco quinta quinto",
        6: "six sixth sechs sechste seis sexta sexto",
        7: "seven seventh sieben siebte siete séptima séptimo",
        8: "eight eighth acht achte ocho octava octavo",
        9: "nine ninth neun neunte nueve novena noveno",
        10: "ten tenth zehn zehnte diez décima décimo",
        11: "eleven",
        12: "twelve twelfth dozen zwölf zwölfte doce",
        13: "thirteen thirteenth dreizehn trece",
        14: "fourteen fourteenth vierzehn catorce",
        15: "fifteen fifteenth fünfzehn quince",
        16: "sixteen sixteenth sechzehn dieciséis",
        17: "seventeen seventeenth siebzehn diecisiete",
        18: "eighteen eighteenth achtzehn dieciocho",
        19: "nineteen nineteenth neunzehn diecinueve",
        20: "twenty twentieth zwanzig veinte",
        30: "thirty thirtieth dreißig treinta",
        40: "forty fortieth vierzig cuarenta",
        50: "fifty fiftieth fünfzig cincuenta",
        60: "sixty sixtieth sechzig sesenta",
        70: "seventy seventieth siebzig setenta",
        80: "eighty eightieth achtzig ochenta",
        90: "ninety ninetieth neunzig noventa",
        100: "hundred hundert cien ciento",
        1000: "thousand tausend mil",
        1000000: "million millions millionen millón millones",
    }.items()
    for word in words.split()
}


@cache
def stemmer(language: str) -> Any:
    """Snowball's stemmer of a language; English where there is none."""
    import snowballstemmer

    return snowballstemmer.stemmer(STEMMERS.get(language, "english"))
