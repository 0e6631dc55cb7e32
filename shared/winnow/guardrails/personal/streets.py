"""Forms of postal addresses: number and street, in the orders that countries write them."""

from typing import Final

_NAME: Final = r"[A-ZÀ-Ž][\w'’.-]*"
_KIND: Final = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Place|Pl|Square|"
    r"Sq|Way|Terrace|"
    r"Highway|Hwy|Parkway|Pkwy|Circle|Cir|Trail|Loop|Crescent|Close|Row|Alley)\b\.?"
)
_ROMANCE: Final = (
    r"(?:Rue|Avenue|Boulevard|Place|Chemin|Allée|Via|Viale|Piazza|Corso|Calle|Avenida|Paseo|Plaza|"
    r"C/|Rua|Praça|Travessa|Largo|rue|via|calle|rua)"
)
_JOINED: Final = (
    r"[A-ZÀ-Ž][\w'’-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|"
    r"plein|gracht|"
    r"gatan|vägen|veien|vej|gade|katu|tie|utca|ulica)\b"
)
_UNIT: Final = r"(?:[, ]+(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|#)\.?\s*\w+)?"
_PLACE: Final = (  # town, state, postal code, country, each perhaps on its own line
    r"(?:[,\s]+(?:[A-Z]{1,2}-?\d{4,6}|\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|"
    r"[A-Z]{2}(?!\w)|"
    rf"{_NAME}(?:[ -]{_NAME}){{0,2}})){{0,5}}"
)

ADDRESS: Final = (
    rf"(?:(?<!\w)\d{{1,5}}[A-Za-z]?,? (?:{_NAME} ){{0,3}}{_KIND}"
    rf"|(?<!\w)\d{{1,5}}[A-Za-z]?,? {_ROMANCE}(?: (?:de|du|des|la|le|del|della|di|da|do|"
    rf"{_NAME})){{1,4}}"
    rf"|(?<!\w){_ROMANCE}(?: (?:de|du|des|la|le|del|della|di|da|do|"
    rf"{_NAME})){{1,4}},? (?:n\.? ?º? ?)?\d{{1,5}}"
    rf"|(?:(?<!\w)\d{{1,5}} )?(?<!\w){_JOINED}(?: \d{{1,5}}[a-z]?(?!\w))?(?=[,\s]+(?:\d{{4}}|"
    rf"[A-ZÀ-Ž])|\s*$| \d)"
    rf"|P\.?O\.? Box \d+){_UNIT}{_PLACE}"
)
CODE: Final = r"(?<=\b[A-Z]{2} )\d{5}(?:-\d{4})?\b|(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)"
