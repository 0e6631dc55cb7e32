from winnow.llm.price import price
from winnow.llm.tokens import Tokens


def test_cached_tokens_are_cheaper_than_read_ones_and_dearer_to_write() -> None:
    plain, _ = price(Tokens(input=1000), "claude-haiku-5-5", provider="anthropic")
    read, _ = price(Tokens(cache_read=1000), "claude-haiku-5-5", provider="anthropic")
    written, _ = price(Tokens(cache_write=1000), "claude-haiku-5-5", provider="anthropic")
    assert read is not None
    assert plain is not None
    assert written is not None
    assert 0 < read < plain < written


def test_a_price_names_its_table() -> None:
    _, version = price(Tokens(input=1), "claude-haiku-5-5", provider="anthropic")
    assert (version or "").startswith("genai-prices ")


def test_an_unknown_model_has_no_price_rather_than_a_price_of_nothing() -> None:
    assert price(Tokens(input=1), "my-own-model", provider="anthropic") == (None, None)
    assert price(Tokens(input=1), "gpt-5", url="http://127.0.0.1:8000/v1") == (None, None)


def test_tokens_add_up_kind_by_kind() -> None:
    assert Tokens(1, 2, 3, 4) + Tokens(10, 20, 30, 40) == Tokens(11, 22, 33, 44)
