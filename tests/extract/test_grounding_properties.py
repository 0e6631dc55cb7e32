"""What holds of every text and every value."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from winnow.contracts.evidence import Match
from winnow.contracts.parsed import Element, ParsedDocument
from winnow_extract.grounding import SourceIndex, ground, ground_all
from winnow_extract.grounding.finding import find
from winnow_extract.grounding.folding import Folded

FIRM = (Match.EXACT, Match.NORMALISED)
LETTERS = string.ascii_letters + "äéßñøЖλ"
WORDS = st.text(LETTERS, min_size=1, max_size=9)
GAPS = st.sampled_from([" ", "  ", "\n", ", ", " | ", "; "])
AMOUNTS = st.integers(0, 10**8).map(lambda cents: f"{cents / 100:,.2f}")
CODES = st.from_regex(r"[A-Z]{2}-[0-9]{5,8}", fullmatch=True)
TOKENS = st.one_of(WORDS, AMOUNTS, CODES)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), TOKENS
)


def index(text: str) -> SourceIndex:
    element = Element(id="1", category="Text", text=text, page=1, start=0, end=len(text))
    return SourceIndex(ParsedDocument(text=text, pages=(), elements=(element,), chunks=()))


@st.composite
def documents(draw: st.DrawFn) -> list[str]:
    """Tokens and the gaps between them, in turn."""
    tokens = draw(st.lists(TOKENS, min_size=1, max_size=30))
    gaps = draw(st.lists(GAPS, min_size=len(tokens), max_size=len(tokens)))
    return [part for pair in zip(tokens, gaps, strict=True) for part in pair]


@settings(deadline=None)
@given(documents(), st.data())
def test_what_is_cut_from_a_text_is_found_in_it(parts: list[str], data: st.DataObject) -> None:
    first = 2 * data.draw(st.integers(0, len(parts) // 2 - 1))
    last = data.draw(st.integers(first + 1, len(parts)))
    value = "".join(parts[first:last]).strip(" \n,|;")

    found = ground(index("".join(parts)), value)

    assert found.kind in FIRM
    assert Folded(found.quote or "").plain == Folded(value).plain


@settings(deadline=None)
@given(documents(), st.sampled_from(["upper", "lower", "title"]), st.data())
def test_words_are_found_in_another_case(parts: list[str], case: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(parts[::2]))

    assert ground(index("".join(parts)), getattr(word, case)()).kind in FIRM


@settings(deadline=None)
@given(documents(), st.one_of(AMOUNTS, CODES), st.data())
def test_a_value_with_a_changed_digit_is_not_found(
    parts: list[str], value: str, data: st.DataObject
) -> None:
    at = data.draw(st.sampled_from([at for at, char in enumerate(value) if char.isdigit()]))
    digit = data.draw(st.sampled_from([one for one in string.digits if one != value[at]]))
    changed = value[:at] + digit + value[at + 1 :]
    text = "".join(parts) + value
    digits = "".join(char for char in text if char.isdigit())
    wanted = "".join(char for char in changed if char.isdigit()).strip("0")

    found = ground(index(text), changed)

    assert found.kind not in FIRM or wanted in digits


@settings(deadline=None)
@given(st.text(max_size=200), st.lists(SCALARS, max_size=5))
def test_nothing_breaks_it_and_quotes_are_cut_from_the_text(
    text: str, values: list[str | float | bool | None]
) -> None:
    leaves = {f"/rows/{at // 2}/{at % 2}": value for at, value in enumerate(values)}
    leaves |= {f"/single_{at}": value for at, value in enumerate(values)}

    for pointer, found in ground_all(index(text), leaves).items():
        start, end = found.evidence.start, found.evidence.end
        assert (found.places > 0) == (found.evidence.kind != Match.NONE), pointer
        if start is not None and end is not None:
            assert 0 <= start < end <= len(text)
            assert found.evidence.quote == text[start:end]


@settings(deadline=None)
@given(documents(), st.one_of(AMOUNTS, CODES, WORDS), st.booleans())
def test_the_short_cuts_for_short_texts_change_nothing(
    parts: list[str], value: str, in_text: bool
) -> None:
    text = "".join(parts) + (value if in_text else "")
    number = float(value.replace(",", "")) if value[0].isdigit() else None
    short, long = index(text), index(text)
    long.__dict__["glance"] = None

    for asked in (value, number):
        assert ground(short, asked) == ground(long, asked)
        assert find(short, asked, all_prints=True) == find(long, asked, all_prints=True)
