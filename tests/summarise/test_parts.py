"""What a model reads of a long document."""

from winnow.contracts.parsed import Chunk
from winnow_summarise.choosing import nearest
from winnow_summarise.parts import group, spread


def chunks(*texts: str) -> list[Chunk]:
    return [
        Chunk(id=f"c{at}", index=at, text=text, elements=(), pages=(1,))
        for at, text in enumerate(texts)
    ]


def sized(*sizes: int) -> list[Chunk]:
    return chunks(*("x" * size for size in sizes))


def test_chunks_are_grouped_whole_and_in_order() -> None:
    parts = group(sized(40, 40, 40, 200, 10), size=100)
    assert [[chunk.id for chunk in part] for part in parts] == [
        ["c0", "c1"],
        ["c2"],
        ["c3"],
        ["c4"],
    ]


def test_of_many_parts_some_are_read_evenly_from_the_first_to_the_last() -> None:
    parts = group(sized(*[100] * 9), size=100)
    assert [part[0].id for part in spread(parts, 3)] == ["c0", "c4", "c8"]
    assert spread(parts, 20) == parts
    assert [part[0].id for part in spread(parts, 1)] == ["c0"]


def test_with_a_focus_the_nearest_chunks_are_read_in_their_order() -> None:
    told = chunks(
        "The chair greets all.",
        "The budget of the remote control is twelve euro.",
        "Lunch was late today.",
        "They would cut the budget by a third.",
    )
    assert [one.id for one in nearest(told, "What about the budget?", 90)] == ["c1", "c3"]
    assert len(nearest(told, "What about the budget?", 60)) == 1


def test_where_nothing_is_near_the_focus_all_is_read() -> None:
    told = chunks("The chair greets all.", "Lunch was late today.")
    assert nearest(told, "Zeppelins?", 1000) == told
