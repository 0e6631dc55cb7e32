"""What is told of findings, in plain words that say what to do; never the text itself."""

from winnow.guardrails.port import Checked, Finding


def reasons(checked: Checked) -> tuple[str, ...]:
    """One sentence for each kind of finding, in their order, none twice.

    They hold no part of the text, so they may be logged.
    """
    return tuple(dict.fromkeys(_told(one) for one in checked.findings))


def _told(one: Finding) -> str:
    match one.kind:
        case "injection":
            return f"The text {one.what}: ask only for what stands in the documents."
        case "toxic":
            return "The text is hateful towards a group of people: put it in other words."
        case "pii":
            return f"The text holds personal data ({one.what}): leave it out."
        case "length":
            return f"The question is too long ({one.what}): shorten it."
        case "language" if len(one.what) == 2:
            return f"Questions in this language ({one.what}) are not answered: ask in another one."
        case "language":
            return "This is no question in any language: write one in words."
