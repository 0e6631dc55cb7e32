"""make sizes: how long our files and functions are, as one JSON object."""

import ast
import json
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("shared", "services")


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def functions(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def spread(sizes: list[int]) -> dict[str, float]:
    ordered = sorted(sizes)
    return {
        "count": len(ordered),
        "median": statistics.median(ordered),
        "p90": ordered[int(0.9 * (len(ordered) - 1))],
        "max": ordered[-1],
    }


def main() -> None:
    texts = [path.read_text() for path in sources()]
    lines = [text.count("\n") for text in texts if text.strip()]
    lengths = [size for text in texts for size in functions(ast.parse(text))]
    print(json.dumps({"file_lines": spread(lines), "function_lines": spread(lengths)}))


if __name__ == "__main__":
    main()
