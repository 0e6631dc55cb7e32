from pathlib import Path
from typing import Any

import pytest

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.llm.open import open_model


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)


def test_without_key_and_server_the_local_model_is_opened() -> None:
    model = open_model(settings())
    assert model.name == "smollm2-135m-instruct"
    assert model.window == 5_000


def test_a_key_opens_claude(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "key")
    model = open_model(settings(openai_base_url="http://127.0.0.1:1/v1", openai_model="m"))
    assert model.name == settings().claude_model
    assert model.window == 400_000


def test_an_address_opens_the_openai_compatible_server() -> None:
    model = open_model(settings(openai_base_url="http://127.0.0.1:1/v1", openai_model="lora"))
    assert model.name == "lora"


def test_services_of_one_process_share_a_model() -> None:
    assert open_model(settings()) is open_model(settings(log_level="DEBUG"))


@pytest.mark.parametrize("values", [{"model": "claude"}, {"model": "openai"}])
def test_a_choice_that_lacks_its_settings_says_which(values: dict[str, Any]) -> None:
    with pytest.raises(MisconfiguredError, match=r"ANTHROPIC_API_KEY|WINNOW_OPENAI"):
        open_model(settings(**values))


def test_a_folder_without_an_adapter_is_named(tmp_path: Path) -> None:
    with pytest.raises(MisconfiguredError, match="adapter_model"):
        open_model(settings(model="local", local_adapter=tmp_path))
