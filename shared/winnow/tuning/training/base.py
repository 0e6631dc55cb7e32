"""The base model that adapters are trained on, and the machine it is trained with."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import torch

from winnow.errors import MisconfiguredError
from winnow.llm.weights import BASE_NAME, base_hash, converted_folder, cpu_dtype
from winnow.loading import ONE_AT_A_TIME
from winnow.tuning.training.options import TrainingOptions

PACKAGES: Final = ("torch", "transformers", "peft", "llguidance", "bitsandbytes")


@dataclass(frozen=True, slots=True)
class Base:
    """A causal language model without adapter; `hash` is of its weights, `context` in tokens."""

    name: str
    hash: str
    model: Any
    tokenizer: Any
    context: int


def open_base(options: TrainingOptions) -> Base:
    """Load the local base on the device of the options; MisconfiguredError if one is not here."""
    device = device_of(options)
    if options.quantise and device.type != "cuda":
        raise MisconfiguredError(
            "--quantise (a base in 4 bits) works on a GPU only: leave it out, or use --device cuda"
        )
    with ONE_AT_A_TIME:
        return _load(options, device)


def device_of(options: TrainingOptions) -> torch.device:
    """The device of the options; MisconfiguredError for a GPU that is not there."""
    found = torch.cuda.is_available()
    if options.device == "cuda" and not found:
        raise MisconfiguredError("--device cuda: torch finds no GPU here; use --device cpu")
    return torch.device("cuda" if found and options.device != "cpu" else "cpu")


def dtype_of(options: TrainingOptions, device: torch.device) -> torch.dtype:
    """Of the base's weights: bf16 where the machine computes in it."""
    if options.dtype != "auto":
        return torch.bfloat16 if options.dtype == "bf16" else torch.float32
    if device.type != "cuda":
        return cpu_dtype()
    return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32


def environment(device: torch.device) -> dict[str, str]:
    """What may change the outcome: versions, processor, threads."""
    told = {"python": platform.python_version(), "machine": platform.machine()}
    told["device"] = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    told["threads"] = str(torch.get_num_threads())
    for name in PACKAGES:
        try:
            told[name] = version(name)
        except PackageNotFoundError:
            continue
    return told


def _load(options: TrainingOptions, device: torch.device) -> Base:
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder = converted_folder()
    dtype = dtype_of(options, device)
    extra = _in_four_bits(dtype) if options.quantise else {}
    model = AutoModelForCausalLM.from_pretrained(
        folder, dtype=dtype, local_files_only=True, **extra
    )
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = model if options.quantise else model.to(device)
    return Base(BASE_NAME, base_hash(), model, tokenizer, int(model.config.max_position_embeddings))


def _in_four_bits(dtype: torch.dtype) -> Mapping[str, Any]:
    """QLoRA: normal-float 4 with double quantisation (Dettmers et al. 2023, arXiv 2305.14314)."""
    from transformers import BitsAndBytesConfig

    four_bits = BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=True,
        bnb_4bit_compute_dtype=dtype,
    )
    return {"quantization_config": four_bits, "device_map": {"": 0}}
