"""Names of groups and slurs made alike, so that no group is judged otherwise than another.

Every protected group becomes GROUP and every slur SLUR before a model sees the text: what it says
of one group it says of all, whichever is named. A slur that is also a plain word is not listed.
"""

import codecs
import re
from typing import Final

GROUPS: Final = (
    "wom[ae]n|females?|girls?|ladies|lady|feminists?|mothers?|"
    "trans(?:gender|sexual)?(?: (?:people|men|women|person|man|woman|folks?))?|transgenders?|"
    "nonbinary|non-binary|gay(?: (?:people|men|person|man))?|gays|lesbians?|homosexuals?|"
    "bisexuals?|"
    "queer(?: people)?|lgbtq?\\+?|black(?: (?:people|men|women|folks?|person|man|woman))|blacks|"
    "african(?: american)?s?|africans|people of colou?r|asians?|latin[oa]s?|hispanics?|roma|"
    "gyps(?:y|ies)|"
    "arabs?|white(?: (?:people|men|women|folks?))|indigenous(?: people)?|natives|minorit(?:y|ies)|"
    "disabled(?: (?:people|person|folks?|man|woman))?|people with disabilities|handicapped|"
    "autistic(?: people)?|blind people|deaf people|muslims?|islam|jews?|jewish(?: people)?|"
    "christians?|hindus?|"
    "buddhists?|sikhs?|catholics?|atheists?|immigrants?|migrants?|refugees?|foreigners?|"
    "asylum seekers?|"
    "mexicans?|turks|turkish people|poles|chinese(?: people)?|indians|pakistanis?|syrians?|"
    "afghans?|"
    "elderly(?: people)?|old people"
)
# letters rotated by 13, so that nobody reads them who does not mean to
SLURS: Final = codecs.decode(
    "avttre(?:f|m)?|avttn(?:f|m)?|sntt?bg?f?|snttbg[lf]?|ergneqf?|ergneqrq|xvxrf?|cnxvf?|genaal|"
    "genaavrf|"
    "jrgonpxf?|fcvpf|puvaxf?|tbbxf?|fyhgf?|juberf?|phagf?|qlxrf?|fcnfgvpf?|zbatbyf?|entursnqf?|"
    "gbjryurnqf?|fnaqavttref?|pevccyrf?|ovgpu(?:rf)?",
    "rot13",
)
LEET: Final = str.maketrans("013457@$", "oleastas")
_SLUR: Final = re.compile(rf"(?<!\w)(?:{SLURS})(?P<s>s?)(?!\w)", re.IGNORECASE)
_GROUP: Final = re.compile(rf"(?<!\w)(?:{GROUPS})(?!\w)", re.IGNORECASE)
_APART: Final = re.compile(r"(?<!\w)(?:\w[ .*_-]){2,}\w(?!\w)")


def alike(text: str) -> str:
    """The text with its groups and slurs replaced, and letters that were disguised set right."""
    told = _APART.sub(lambda found: re.sub(r"[ .*_-]", "", found[0]), text)
    told = re.sub(r"\b(?=\w*[a-zA-Z])(?=\w*[0-9@$])[\w@$]+", _undisguised, told)
    told = _SLUR.sub(lambda found: "SLUR" + found["s"], told)
    return _GROUP.sub(_named, told)


def _undisguised(found: re.Match[str]) -> str:
    word = found[0].translate(LEET)
    return word if _SLUR.fullmatch(word) or _GROUP.fullmatch(word) else found[0]


def _named(found: re.Match[str]) -> str:
    plural = found[0].lower().endswith(("s", "people", "men", "folks"))
    return "GROUPs" if plural else "GROUP"
