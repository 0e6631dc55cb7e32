"""What whoever opens an index of an earlier version is told."""

from winnow.errors import MisconfiguredError


def without_terms(what: str) -> MisconfiguredError:
    """An index whose rows have no terms cannot be searched by keywords."""
    return MisconfiguredError(
        f"{what} was written by an earlier version of Winnow, without the terms that keywords are "
        "searched by: stop the services and run `winnow retrieval upgrade` once"
    )
