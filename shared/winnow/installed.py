"""The services installed here, found by the entry point group `winnow.services`."""

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any, Final

from winnow.config import Settings
from winnow.service import Service

GROUP: Final = "winnow.services"
Create = Callable[..., Service]


def installed_services() -> dict[str, Create]:
    """`create_service` by the service's name, in alphabetical order."""
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return {point.name: point.load() for point in points}


def settings_class(create: Create) -> type[Settings]:
    """The settings that a `create_service` takes, read from its annotation."""
    hint: Any = create.__annotations__["settings"]
    kinds = getattr(hint, "__args__", (hint,))
    [kind] = [one for one in kinds if isinstance(one, type) and issubclass(one, Settings)]
    return kind
