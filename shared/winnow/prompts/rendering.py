"""Prompts made of the files beside this one.

A file begins with `version: N`, raised whenever the words change, and a blank line; `$name` stands
for what a caller fills in. A snapshot test holds version and words together.
"""

import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Final

from winnow.errors import WinnowError
from winnow.llm.port import Example, Prompt

HEAD: Final = re.compile(r"version: ([1-9][0-9]*)\n\n")
FENCE: Final = re.compile(r"<(document-[0-9a-f]{8})>\n(.*)\n</\1>.*", re.DOTALL)


def render(name: str, text: str, examples: Sequence[Example] = (), **values: object) -> Prompt:
    """The prompt `name` about a text, which is fenced off as data like those of the examples.

    What does not change between documents comes first, so that a provider may cache it.
    WinnowError for a prompt that is not there, or a value that is missing or not asked for.
    """
    return Prompt(
        task=words(name, **values),
        text=fenced(text),
        examples=tuple(Example(fenced(one.text), one.answer) for one in examples),
    )


def version_of(name: str) -> str:
    """name@version, as provenance states it."""
    number, _ = _read(name)
    return f"{name}@{number}"


def fenced(text: str) -> str:
    """The text between two marks that it cannot contain: they are made of its hash.

    A document that wants to end the fence would have to hold its own hash.
    """
    mark = f"document-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return f"<{mark}>\n{text}\n</{mark}>"


def unfenced(text: str) -> str:
    """A document's text without the marks that `fenced` put around it; else the text as it is.

    What follows the fence, as the words of a repair do, goes with it.
    """
    found = FENCE.fullmatch(text)
    return found[2] if found else text


def words(name: str, **values: object) -> str:
    """What the prompt `name` says by itself; errors as `render`."""
    _, template = _read(name)
    asked = set(template.get_identifiers())
    if asked != set(values):
        wrong = ", ".join(sorted(asked ^ set(values)))
        raise WinnowError(f"the prompt {name!r} asks for other values: {wrong}")
    return template.substitute(values).strip()


@cache
def _read(name: str) -> tuple[int, Template]:
    file = files(__package__) / f"{name}.md"
    if not file.is_file():
        raise WinnowError(f"there is no prompt {name!r}")
    words = file.read_text(encoding="utf-8")
    head = HEAD.match(words)
    if head is None:
        raise WinnowError(f"the prompt {name!r} does not begin with `version: N`")
    return int(head[1]), Template(_joined(words[head.end() :]))


def _joined(words: str) -> str:
    """Lines of a paragraph are one line: files are wrapped for their readers."""
    paragraphs = words.strip().split("\n\n")
    return "\n".join(" ".join(paragraph.splitlines()) for paragraph in paragraphs)
