"""A YAML file as plain values, with the line of each key."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from winnow.errors import MisconfiguredError


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a file, and ruamel's tree of it, which knows the lines."""

    path: Path
    content: dict[str, Any]
    tree: Any

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """The line (from 1) of the deepest part of `path` that stands in the file."""
        node, line = self.tree, 1
        for key in path:
            try:
                place = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
                node = node[key]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
            line = place[0] + 1
        return line


def read_page(path: Path) -> Page:
    """The file's mapping. Raises MisconfiguredError if it is not to be had."""
    try:
        tree = YAML().load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise MisconfiguredError(f"{path}:{line}: is no YAML: {error.problem}") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise MisconfiguredError(f"{path}:1: is no YAML: {error}") from error
    except OSError as error:
        raise MisconfiguredError(f"{path}: cannot be read: {error.strerror}") from error
    if not isinstance(tree, dict):
        raise MisconfiguredError(f"{path}:1: must be a mapping with the keys of a recipe")
    return Page(path, _plain(tree), tree)


def _plain(node: Any) -> Any:
    """Without ruamel's own types; a date that YAML read as one is the ISO text again."""
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, date):  # datetime is one too
        return node.isoformat()
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node
