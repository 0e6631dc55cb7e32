"""Who answers is looked up for each document; nothing here loads a model."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from winnow.contracts.base import BlobRef
from winnow.contracts.tuning import ModelRef, Serving, Task
from winnow.errors import MisconfiguredError, RejectedError, UnreachableError
from winnow.llm.adapter_files import AdapterFiles
from winnow.llm.following import ANY, Following
from winnow.llm.pointers import Nobody, Pointers, is_canary
from winnow.llm.port import LanguageModel
from winnow.llm.unshown import Unshown
from winnow.testing.blobs import MemoryBlobs
from winnow.testing.model import FakeModel


@dataclass
class Row:
    """A ServingSource of one row; counts how often it is read."""

    serving: Serving | None = None
    reads: int = 0
    failure: UnreachableError | None = None

    async def current(self, recipe: str, task: Task) -> Serving | None:
        self.reads += 1
        if self.failure:
            raise self.failure
        mine = self.serving and (self.serving.recipe, self.serving.task) == (recipe, task)
        return self.serving if mine else None


class Dressed(FakeModel):
    """A base that wears adapters; `worn` are those that were opened."""

    def __init__(self) -> None:
        super().__init__(name="base")
        self.adapter: object | None = None
        self.worn: list[str] = []
        self.broken: set[str] = set()

    async def wearing(self, folder: Path, name: str) -> LanguageModel:
        if name in self.broken:
            raise MisconfiguredError("another base")
        assert (folder / "adapter_model.safetensors").is_file()
        self.worn.append(name)
        return FakeModel(name=name)


@dataclass
class World:
    """Following with its clock, its row and its blob store in the test's hands."""

    folder: Path
    row: Row = field(default_factory=Row)
    model: Dressed = field(default_factory=Dressed)
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        clock = lambda: self.seconds  # noqa: E731  (it reads what the test sets)
        files = AdapterFiles(self.blobs, self.folder / "cache")
        self.following = Following(
            Pointers(self.row, clock), files, lambda model, _recipe, _task: model, clock
        )

    async def ref(self, name: str, *, shown: int = 0, content: str = "") -> ModelRef:
        path = self.folder / f"{name}.zip"
        with ZipFile(path, "w") as packed:
            packed.writestr("adapter_config.json", "{}")
            packed.writestr("adapter_model.safetensors", content or name)
        blob = await self.blobs.put_file("models", path, "application/zip")
        return ModelRef(version="1", model=f"base+{name}@1", adapter=blob, shown=shown)

    def point(
        self, champion: ModelRef | None, challenger: ModelRef | None = None, canary: float = 0.0
    ) -> None:
        self.row.serving = Serving(
            recipe="receipt", task="extract", champion=champion, challenger=challenger,
            canary=canary, revision=1, changed_at=datetime.now(UTC), changed_by="ann",
        )  # fmt: skip

    async def who(self, document: str | None = "d") -> str:
        return (await self.following.of(self.model, "receipt", "extract", document)).name


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_nobody_named_leaves_the_model_itself(world: World) -> None:
    assert await world.who() == "base"
    assert await Nobody().current("receipt", "extract") is None


async def test_a_promoted_model_answers_within_a_second_and_a_rollback_too(world: World) -> None:
    old, new = await world.ref("old"), await world.ref("new")
    world.point(old)
    assert await world.who() == "base+old@1"
    world.point(new)
    assert await world.who() == "base+old@1"
    world.seconds += 0.9
    assert await world.who() == "base+new@1"
    world.point(old)
    world.seconds += 0.9
    assert await world.who() == "base+old@1"
    assert world.model.worn == ["base+old@1", "base+new@1"]  # the old one was still there


async def test_documents_that_come_close_together_read_the_pointer_once(world: World) -> None:
    world.point(await world.ref("one"))
    for _ in range(20):
        await world.who()
    assert world.row.reads == 1


async def test_a_tuned_model_is_asked_without_the_recipes_examples(world: World) -> None:
    world.point(await world.ref("bare"))
    assert isinstance(await world.following.of(world.model, "receipt", "extract"), Unshown)
    world.point(await world.ref("shown", shown=2))
    world.seconds += 1
    assert not isinstance(await world.following.of(world.model, "receipt", "extract"), Unshown)


async def test_the_canary_is_its_share_of_documents_and_the_same_ones_again(world: World) -> None:
    old, new = await world.ref("old"), await world.ref("new")
    world.point(old, new, canary=0.3)
    documents = [str(number) for number in range(400)]
    first = [await world.who(one) for one in documents]
    assert 0.2 < first.count("base+new@1") / len(first) < 0.4
    assert [await world.who(one) for one in documents] == first
    world.point(old, new, canary=0.6)
    world.seconds += 1
    more = [await world.who(one) for one in documents]
    pairs = zip(first, more, strict=True)
    assert all(after == "base+new@1" for before, after in pairs if before == "base+new@1")
    assert set(first) == {"base+old@1", "base+new@1"}


async def test_who_asks_without_a_document_gets_the_champion(world: World) -> None:
    world.point(await world.ref("old"), await world.ref("new"), canary=1.0)
    assert await world.who() == "base+new@1"
    assert await world.who(None) == "base+old@1"


async def test_a_model_that_cannot_be_opened_leaves_the_one_before_it(world: World) -> None:
    world.point(await world.ref("old"))
    await world.who()
    world.model.broken.add("base+new@1")
    world.point(await world.ref("new"))
    world.seconds += 1
    assert await world.who() == "base+old@1"
    world.model.broken.clear()
    world.seconds += 1
    assert await world.who() == "base+old@1"  # it is not tried for every document
    world.seconds += 5
    assert await world.who() == "base+new@1"


async def test_a_challenger_that_cannot_be_opened_leaves_its_share_to_the_champion(
    world: World,
) -> None:
    world.model.broken.add("base+new@1")
    world.point(await world.ref("old"), await world.ref("new"), canary=1.0)
    assert await world.who() == "base+old@1"


async def test_a_database_that_is_away_leaves_what_was_known(world: World) -> None:
    world.row.failure = UnreachableError("database", "gone")
    with pytest.raises(UnreachableError):
        await world.who()
    world.row.failure = None
    world.point(await world.ref("old"))
    assert await world.who() == "base+old@1"
    world.row.failure = UnreachableError("database", "gone")
    world.seconds += 60
    assert await world.who() == "base+old@1"


async def test_a_store_that_is_away_is_waited_for_only_where_there_is_nobody_else(
    world: World,
) -> None:
    world.point(await world.ref("old"))
    world.blobs.fail_with(UnreachableError("blobs", "gone"))
    with pytest.raises(UnreachableError):
        await world.who()
    world.blobs.fail_with(None)
    assert await world.who() == "base+old@1"
    world.point(await world.ref("new"))
    world.blobs.fail_with(UnreachableError("blobs", "gone"))
    world.seconds += 1
    assert await world.who() == "base+old@1"


async def test_a_cache_that_was_emptied_is_filled_again(world: World) -> None:
    world.point(await world.ref("old"))
    await world.who()
    shutil.rmtree(world.folder / "cache")
    await world.who()
    assert any((world.folder / "cache").iterdir())


async def test_an_adapter_whose_bytes_were_changed_is_refused_and_leaves_nothing(
    world: World,
) -> None:
    ref = await world.ref("old")
    assert ref.adapter is not None
    [key] = world.blobs.blobs
    world.blobs.blobs[key] += b"!"
    files = AdapterFiles(world.blobs, world.folder / "cache")
    with pytest.raises(RejectedError, match="blob_mismatch"):
        await files.fetch(ref.adapter)
    assert list((world.folder / "cache").iterdir()) == []


@pytest.mark.parametrize("data", [b"no zip", b""])
async def test_what_is_no_zip_of_an_adapter_is_refused(world: World, data: bytes) -> None:
    blob: BlobRef = await world.blobs.put("models", data, "application/zip")
    with pytest.raises(MisconfiguredError, match="no zip"):
        await AdapterFiles(world.blobs, world.folder / "cache").fetch(blob)


async def test_a_zip_writes_nothing_outside_its_folder(world: World) -> None:
    path = world.folder / "evil.zip"
    with ZipFile(path, "w") as packed:
        packed.writestr("adapter_config.json", "{}")
        packed.writestr("adapter_model.safetensors", "x")
        packed.writestr("../../evil.py", "print()")
    blob = await world.blobs.put_file("models", path, "application/zip")
    found = await AdapterFiles(world.blobs, world.folder / "cache").fetch(blob)
    assert sorted(one.name for one in found.iterdir()) == [
        "adapter_config.json", "adapter_model.safetensors",
    ]  # fmt: skip
    assert not list(world.folder.rglob("evil.py"))


async def test_a_model_that_wears_an_adapter_for_good_is_not_followed(world: World) -> None:
    world.model.adapter = object()
    world.point(await world.ref("old"))
    assert await world.who() == "base"


async def test_a_model_of_another_kind_stands_for_itself(world: World) -> None:
    world.point(await world.ref("old"))
    claude = FakeModel(name="claude")
    assert await world.following.of(claude, "receipt", "extract", "d") is claude


async def test_a_champion_that_is_the_model_itself_is_the_model_itself(world: World) -> None:
    world.point(ModelRef(version="0", model="base"))
    assert await world.following.of(world.model, "receipt", "extract") is world.model


async def test_a_document_without_a_recipe_has_the_pointer_of_any(world: World) -> None:
    world.point(await world.ref("old"))
    assert world.row.serving is not None
    told = world.row.serving.model_copy(update={"recipe": ANY, "task": "classify"})
    world.row.serving = told
    assert (await world.following.of(world.model, None, "classify")).name == "base+old@1"


def test_no_challenger_is_no_canary() -> None:
    serving = Serving(
        recipe="r", task="extract", canary=1.0, revision=1, changed_at=datetime.now(UTC),
        changed_by="ann",
    )  # fmt: skip
    assert not is_canary(serving, "d")
