"""Attacks that show in a text's form, in any language: roles, faked talks, pieces, repetition."""

import re
from collections.abc import Iterator
from typing import Final

from winnow.guardrails.injection.rules import Match

MARKER: Final = re.compile(
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)[^>]*\|?>"
    r"|\[/?inst\]|<</?sys>>|<start_of_turn>|</?(?:system|assistant|instructions?)(?:_prompt)?>"
    r"|^\s*#{2,}\s*(?:system|new instructions?|instructions? for (?:the )?(?:ai|assistant|model))\b"
    r"|^\s*\[?(?:system|developer)(?: (?:prompt|message|note|override))?\]?\s*:(?!//)"
    r"|\[(?:system|admin|developer)[^\]]{0,40}\]",
    re.MULTILINE,
)
ADDRESSED: Final = re.compile(
    r"^\W*(?:(?:note|message|attention|important|instructions?|hinweis|nota|avis|dear|hey|hello)"
    r"\W{1,3})?"
    r"(?:(?:to|for|an|para|pour) )?(?:the |any |all |die |la |el |l')?"
    r"(?:(?:ai|ki|ia)(?:[ -](?:assistant|model|system|agent|modell|assistent)s?)?|llms?|"
    r"language models?|chat ?gpt|chatbot|gpt|assistant|summarizer)\s*[:,!]"
)
TURN: Final = re.compile(
    r"(?:^|[\n.!?>\"'”]\s*)(?:(?P<asks>q|user|human|question|person|customer|usuario|nutzer|benutzer|"
    r"utilisateur|utente|用户|ユーザー|사용자|пользователь|المستخدم|kullanici|prompt|input)"
    r"|(?P<says>a|ai|assistant|answer|bot|model|chatbot|response|assistent|asistente|output|助手|"
    r"アシスタント|ассистент|المساعد|asistan))\s*\d*\s*[:：]"
)
ASSIGNED: Final = re.compile(
    r"(?<!\w)(\w{1,12})\s*(?::=|=)\s*['\"“‘`«「][^'\"”’`»」\n]{1,80}['\"”’`»」]"
)
JOINED: Final = re.compile(r"(?<!\w)(\w{1,12})\s*\+\s*(\w{1,12})(?!\w)")
REPEATED: Final = re.compile(r"(\b\w{1,20}\b)(?:[\s,.!]+\1\b){14,}|(\S)\2{79,}")
COMMENT: Final = re.compile(r"<!--(.{8,}?)-->|/\*(.{12,}?)\*/", re.DOTALL)
PICTURE: Final = re.compile(r"!\[[^\]]*\]\(\s*https?://[^)\s]*[?&][^)\s]*=[^)]*\)")
PLACEHOLDER: Final = re.compile(
    r"https?://\S*[?&]\w+=(?:\{|\[|<|%7b|\$)(?:\w|\s){0,40}|"
    r"https?://\S*[?&](?:data|q|query|secret|conversation|history|summary|answer|info)=(?=\s|$|[\[{<])"
)


def shaped(text: str) -> Iterator[Match]:
    """What the form of a plain text gives away."""
    for found in MARKER.finditer(text):
        yield Match("imitates a system message", *found.span(), 0.85)
    for found in REPEATED.finditer(text):
        yield Match("repeats one word to overload the model", *found.span(), 0.65)
    for found in (*PICTURE.finditer(text), *PLACEHOLDER.finditer(text)):
        yield Match("would send data to an address", *found.span(), 0.8)
    for found in ADDRESSED.finditer(text):
        yield Match("speaks to a model", *found.span(), 0.75)
    yield from _talk(text)
    yield from _pieces(text)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Places of what stands in comments, which a reader of the page does not see."""
    for found in COMMENT.finditer(text):
        yield found.span(1) if found[1] else found.span(2)


def _talk(text: str) -> Iterator[Match]:
    """A talk that never was, with the model's own turns in it (few-shot and many-shot attacks)."""
    turns = list(TURN.finditer(text))
    says = [one for one in turns if one["says"]]
    if says and len(turns) - len(says) >= 1 and len(turns) >= 3:
        yield Match("fakes a talk with the model", turns[0].start(), turns[-1].end(), 0.65)


def _pieces(text: str) -> Iterator[Match]:
    """A wish cut into variables that the model is to join (payload splitting)."""
    named = {one[1]: one for one in ASSIGNED.finditer(text)}
    for joined in JOINED.finditer(text):
        if joined[1] in named and joined[2] in named:
            start = min(named[joined[1]].start(), named[joined[2]].start(), joined.start())
            yield Match("puts its wish together from pieces", start, joined.end(), 0.7)
            return
