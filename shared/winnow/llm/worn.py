"""Several adapters over one base: which of them its layers wear now."""

from collections import OrderedDict
from typing import Any, Final

from winnow.errors import MisconfiguredError
from winnow.llm.adapters import Adapter, check_shapes
from winnow.llm.decode import Decoder
from winnow.loading import ONE_AT_A_TIME

MOST: Final = 8  # adapters in memory; one of rank 8 on the small base takes 10 MB


class Worn:
    """The base and its adapters. To be used by one thread at a time.

    Each has a decoder of its own over the same weights, so that what one has read of a prompt is
    never taken for what another has. Peft's layers compute for whichever adapter is worn to the
    bit what they would if it were the only one: layers that it does not change pass through.
    """

    def __init__(self, model: Any, most: int = MOST) -> None:
        self.model = model
        self.switches = 0
        self._most = most
        self._peft: Any = None
        self._on: str | None = None
        self._bare = Decoder(model)
        self._decoders: OrderedDict[str, Decoder] = OrderedDict()

    def put_on(self, adapter: Adapter | None) -> Decoder:
        """Make the layers compute by the adapter, or None: as the base; its decoder."""
        if adapter is None:
            if self._on is not None:
                self._peft.base_model.disable_adapter_layers()
                self._on, self.switches = None, self.switches + 1
            return self._bare
        self.load(adapter)
        self._decoders.move_to_end(adapter.key)
        if self._on != adapter.key:
            if self._on is None:
                self._peft.base_model.enable_adapter_layers()
            self._peft.base_model.set_adapter(_name(adapter.key), inference_mode=True)
            self._on, self.switches = adapter.key, self.switches + 1
        return self._decoders[adapter.key]

    def load(self, adapter: Adapter) -> None:
        """Bring it into memory, if it is not; what was not used for longest is dropped.

        MisconfiguredError if it does not fit or peft cannot load it; all else is as before then.
        """
        if adapter.key in self._decoders:
            return
        check_shapes(adapter, self.model)
        try:
            with ONE_AT_A_TIME:
                self._insert(adapter)
        except (ValueError, RuntimeError, KeyError, OSError) as error:
            self._forget(adapter.key)
            raise MisconfiguredError(f"{adapter.folder} cannot be loaded: {error}") from error
        finally:
            self._wear_again()
        self._decoders[adapter.key] = Decoder(self.model)
        self._decoders.move_to_end(adapter.key, last=False)  # nobody has used it yet
        self._drop(adapter.key)

    def loaded(self) -> list[str]:
        """The keys of the adapters in memory, what was used longest ago first."""
        return list(self._decoders)

    def _insert(self, adapter: Adapter) -> None:
        from peft import PeftModel

        name, device = _name(adapter.key), str(self.model.device)
        if self._peft is None:
            self._peft = PeftModel.from_pretrained(
                self.model, adapter.folder, adapter_name=name, torch_device=device
            )
            self._peft.eval()
        else:
            self._peft.load_adapter(adapter.folder, adapter_name=name, torch_device=device)

    def _drop(self, new: str) -> None:
        """Neither the new one nor the one that is worn, whatever may be kept."""
        idle = [key for key in self._decoders if key not in (new, self._on)]
        for key in idle[: max(0, len(self._decoders) - self._most)]:
            self._forget(key)

    def _forget(self, key: str) -> None:
        self._decoders.pop(key, None)
        if self._peft is not None and _name(key) in self._peft.peft_config:
            self._peft.delete_adapter(_name(key))

    def _wear_again(self) -> None:
        """Loading and deleting may leave other layers on than were."""
        if self._peft is None:
            return
        if self._on is None:
            self._peft.base_model.disable_adapter_layers()
        else:
            self._peft.base_model.set_adapter(_name(self._on), inference_mode=True)


def _name(key: str) -> str:
    """What peft calls it: a name of a module, so without dots."""
    return f"a{key[:24]}"
