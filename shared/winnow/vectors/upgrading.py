"""Indexes of earlier versions, whose rows have no terms."""


def before_terms(what: str) -> str:
    """What whoever opens one is told."""
    return (
        f"{what} was written by an earlier version of Winnow, without the terms that keywords are "
        "searched by: run `winnow retrieval upgrade` once, while no service runs"
    )
