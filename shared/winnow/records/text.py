"""Text as every database holds it."""


def storable(text: str, instead: str = "") -> str:
    """PostgreSQL holds no NUL, for which `instead` stands, and UTF-8 no half of a surrogate."""
    return text.replace("\0", instead).encode("utf-8", "replace").decode()
