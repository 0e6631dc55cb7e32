"""The README's picture, drawn from the map."""

from typing import Final

from winnow import streams
from winnow.streams import Stream

BEGIN: Final = "<!-- picture: drawn from winnow/streams.py by `make docs-api` -->"
END: Final = "<!-- /picture -->"

# They touch every topic; arrows to them would hide the others.
_ASIDE: Final = ("gateway",)
_LEFT_OUT: Final = (*streams.EVERYBODYS, streams.USAGE)


def picture() -> str:
    """A Mermaid flowchart: services as boxes, topics on the arrows between them."""
    lines = ["```mermaid", "flowchart LR"]
    lines += [f"    {name}([{text}])" for name, text in _people()]
    for stream in streams.ALL:
        if stream not in _LEFT_OUT:
            lines += _arrows(stream)
    lines += ["    anything[any service] -.->|dead-letters| operator([operators])", "```"]
    return "\n".join(lines)


def _people() -> list[tuple[str, str]]:
    return [("upstream", "upstream systems"), ("consumers", "consumers of results")]


def _arrows(stream: Stream) -> list[str]:
    arrows = []
    for writer in stream.written_by:
        source = "upstream" if writer == streams.OUTSIDE else writer
        readers = [reader for reader in stream.read_by if reader not in _ASIDE] or ["gateway"]
        for reader in readers:
            target = "consumers" if reader == streams.OUTSIDE else reader
            if source != target:
                arrows.append(f"    {source} -->|{stream.topic}| {target}")
    return arrows


def redraw(text: str) -> str:
    """The text with what stands between the picture's marks replaced."""
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{picture()}\n{END}{after}"
