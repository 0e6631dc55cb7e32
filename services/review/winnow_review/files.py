"""What lies in the blob store about a document, kept in memory while people look at it."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from winnow.contracts.base import BlobRef, Record
from winnow.contracts.evidence import Extraction
from winnow.contracts.parsed import ParsedDocument
from winnow.storage.port import BlobStore

KEPT: Final = 64 * 2**20  # bytes of stored JSON whose values are kept


class Files:
    """Extractions and parsed documents by their hash; the least lately used go first."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._kept: OrderedDict[str, tuple[Record, int]] = OrderedDict()
        self._size = 0

    async def extraction(self, ref: BlobRef) -> Extraction:
        found = await self._get(ref, Extraction.model_validate_json)
        assert isinstance(found, Extraction)
        return found

    async def parsed(self, ref: BlobRef) -> ParsedDocument:
        found = await self._get(ref, ParsedDocument.model_validate_json)
        assert isinstance(found, ParsedDocument)
        return found

    async def _get(self, ref: BlobRef, read: Callable[[bytes], Record]) -> Record:
        if ref.uri in self._kept:
            self._kept.move_to_end(ref.uri)
            return self._kept[ref.uri][0]
        raw = await self._blobs.get(ref)
        value = read(raw)
        if ref.uri not in self._kept:  # nobody else has read it meanwhile
            self._kept[ref.uri] = (value, len(raw))
            self._size += len(raw)
        while self._size > KEPT and len(self._kept) > 1:
            _, (_, size) = self._kept.popitem(last=False)
            self._size -= size
        return value
