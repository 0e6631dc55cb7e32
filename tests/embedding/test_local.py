"""What is true of the local model only."""

from winnow.config import Settings
from winnow.embedding.local import LocalEmbedder
from winnow.embedding.open import open_embedder


def test_services_in_one_process_share_one_model() -> None:
    assert open_embedder(Settings()) is open_embedder(Settings(host="0.0.0.0"))


def test_the_name_tells_the_precision() -> None:
    assert LocalEmbedder(bf16=True).name == "all-MiniLM-L6-v2/bf16"
    assert LocalEmbedder(bf16=False).name == "all-MiniLM-L6-v2/fp32"
