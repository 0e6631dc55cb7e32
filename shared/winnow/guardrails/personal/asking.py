"""Which personal data a question asks for, so that its answer may hold it."""

import re
from collections.abc import Iterable
from typing import Final

from winnow.guardrails.port import Finding
from winnow.guardrails.text.normalising import plain

WORDS: Final = {
    "EMAIL_ADDRESS": r"e-?mail\w*|mail address|mailadresse|correo|"
    r"courriel|邮箱|电子邮件|メール|이메일|"
    r"почт\w+|بريد|ईमेल|reach|contact\w*|kontakt\w*",
    "PHONE_NUMBER": r"tele(?:ph|f)on\w*|(?:ph|f)one\w*|mobile|cell|handy\w*|rufnummer|telephone|"
    r"numero|call|"
    r"电话|电話|電話|手机|전화|телефон\w*|هاتف|फ़ोन|फोन|reach|contact\w*|kontakt\w*|fax",
    "IBAN_CODE": r"iban|bank\w*|account\w*|konto\w*|cuenta|compte|"
    r"conto|账户|口座|계좌|счет\w*|حساب|खाता",
    "CREDIT_CARD": r"card\w*|\w*karte\w*|tarjeta|carte|carta|卡号|カード|카드|карт\w+|بطاقة",
    "VAT_ID": r"vat|ust\w*|umsatzsteuer\w*|tva|iva|tax\w*|steuer\w*",
    "PERSON": r"who|whom|whose|name\w*|wer|wem|wen|quien\w*|qui|chi|"
    r"quem|谁|姓名|誰|누구|кто|من|कौन|"
    r"sign\w*",
    "LOCATION": r"where|wo|address\w*|adresse\w*|donde|ou|dove|onde|哪里|"
    r"どこ|어디|где|أين|कहाँ|city|"
    r"country",
    "STREET_ADDRESS": r"where|wo|address\w*|adress\w*|anschrift|"
    r"direccion|indirizzo|endereco|地址|"
    r"住所|주소|"
    r"адрес\w*|عنوان|पता|live\w*|wohn\w*",
    "DATE_TIME": r"when|wann|date\w*|datum|day|year|cuando|quand|"
    r"quando|何时|いつ|언제|когда|متى|कब|"
    r"how long",
    "AGE": r"age|old|alt|alter",
    "IP_ADDRESS": r"ip\b.*",
    "URL": r"url|link|website|web\w*|site|internet\w*",
}
OTHER: Final = re.compile(  # numbers of papers: asked for by their kind
    r"(?<!\w)(?:passport|reisepass|passnummer|pasaporte|ausweis\w*|identity|id|dni|nie|nif|ssn|"
    r"social security|"
    r"sozialversicherung\w*|tax|steuer\w*|licen[cs]e|fuhrerschein\w*|insurance|versicherten\w*|"
    r"number|nummer)(?!\w)"
)


def unasked(found: Iterable[Finding], answer: str, question: str) -> list[Finding]:
    """What neither stands in the question nor is plainly asked for by its type."""
    told = plain(question).text
    return [
        one
        for one in found
        if plain(answer[one.start : one.end]).text not in told and not _asks_for(told, one.what)
    ]


def _asks_for(question: str, entity: str) -> bool:
    if entity not in WORDS:
        return bool(OTHER.search(question))
    return bool(re.search(rf"(?<![a-z])(?:{WORDS[entity]})(?![a-z])", question))
