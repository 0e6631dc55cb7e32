"""How passages lie in Weaviate: one multi-tenant collection with vectors of our own."""

from typing import Any, Final
from uuid import UUID

from winnow.vectors.earlier import without_terms
from winnow.vectors.port import Hit, Passage
from winnow.vectors.terms import indexed

COLLECTION: Final = "Passage"
FIELDS: Final = ("document_id", "chunk", "text", "page", "file_name")


async def ensure_collection(client: Any) -> None:
    """Create the collection unless it is there; processes may race, so look again on failure."""
    from weaviate.exceptions import UnexpectedStatusCodeError

    if await client.collections.exists(COLLECTION):
        if "terms" not in await names_of(client.collections.use(COLLECTION)):
            raise without_terms("The index in Weaviate")
        return
    try:
        await client.collections.create(COLLECTION, **_definition())
    except UnexpectedStatusCodeError:
        if not await client.collections.exists(COLLECTION):
            raise


async def names_of(collection: Any) -> set[str]:
    """Its properties."""
    return {one.name for one in (await collection.config.get()).properties}


def object_from(passage: Passage) -> Any:
    """A Weaviate object under the passage's own id, so that writing it twice leaves one."""
    from weaviate.classes.data import DataObject

    properties = {name: getattr(passage, name) for name in FIELDS}
    properties["document_id"] = str(passage.document_id)
    properties["terms"] = indexed(passage.text)
    return DataObject(properties=properties, uuid=passage.id, vector=list(passage.vector))


def hit_from(found: Any) -> Hit:
    """The object as found; Weaviate's relative score is 0..1 already."""
    properties = found.properties
    return Hit(
        document_id=UUID(str(properties["document_id"])),
        chunk=properties["chunk"],
        text=properties["text"],
        page=int(properties["page"]),
        file_name=properties["file_name"],
        score=min(max(float(getattr(found.metadata, "score", None) or 0.0), 0.0), 1.0),
    )


def _definition() -> dict[str, Any]:
    from weaviate.classes.config import Configure, StopwordsPreset

    return {
        "description": "Chunks of documents, by tenant.",
        "properties": _properties(),
        "vector_config": Configure.Vectors.self_provided(),
        "multi_tenancy_config": Configure.multi_tenancy(
            enabled=True, auto_tenant_creation=True, auto_tenant_activation=True
        ),
        # documents come in any language: no stop words of a single one
        "inverted_index_config": Configure.inverted_index(stopwords_preset=StopwordsPreset.NONE),
    }


def terms_property() -> Any:
    """What keywords are searched by: cut by us, so that it is the same in every store."""
    from weaviate.classes.config import DataType, Property, Tokenization

    return Property(
        name="terms",
        data_type=DataType.TEXT,
        tokenization=Tokenization.WHITESPACE,
        index_filterable=False,
    )


def _properties() -> list[Any]:
    """Ids and names are FIELD tokens: a filter on word tokens can fail on a stop word."""
    from weaviate.classes.config import DataType, Property, Tokenization

    def name(field: str) -> Property:
        return Property(
            name=field,
            data_type=DataType.TEXT,
            tokenization=Tokenization.FIELD,
            index_searchable=False,
        )

    return [
        name("document_id"),
        name("chunk"),
        name("file_name"),
        Property(
            name="text", data_type=DataType.TEXT, index_searchable=False, index_filterable=False
        ),
        terms_property(),
        Property(name="page", data_type=DataType.INT),
    ]
