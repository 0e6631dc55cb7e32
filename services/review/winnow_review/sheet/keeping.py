"""Which rules do not hold over the data as decided. Pure.

Rules over long lists take a tenth of a second, and each act asks for them before it and after it:
what was judged last is kept.
"""

import json
from functools import lru_cache
from typing import Any

from winnow.recipes.recipe import Recipe, Rule
from winnow.recipes.rules import judged


def broken_rules(recipe: Recipe, data: dict[str, Any]) -> dict[str, str]:
    """Messages of the rules that are false, by id."""
    messages = {rule.id: rule.message for rule in recipe.rules}
    return {id_: messages[id_] for id_ in _broken(recipe.rules, json.dumps(data))}


@lru_cache(maxsize=128)
def _broken(rules: tuple[Rule, ...], data: str) -> tuple[str, ...]:
    return tuple(id_ for id_, holds in judged(rules, json.loads(data)).items() if not holds)
