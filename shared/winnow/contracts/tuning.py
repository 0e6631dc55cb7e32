"""What models are tuned on, what came of it, and which of them answers."""

from typing import Any, ClassVar, Literal

from pydantic import Field

from winnow.contracts.base import BlobRef, Event, Instant, Record

Task = Literal["extract", "classify", "summarise"]
Alias = Literal["champion", "challenger"]


class TrainingExample(Record):
    """One question as a service asks it, and its right answer.

    A document may make several: long ones are asked in parts. Whatever its origin, `asked`, `text`
    and `form` are what the model is told in production, to the letter.
    """

    id: str = Field(description="Short hash of what is asked, the answer and the document.")
    task: Task
    recipe: str
    fields_hash: str = Field(description="Hash of the recipe's fields when it was labelled.")
    document: str = Field(description="Id of the document, or of the labelled row.")
    tenant: str
    sha256: str = Field(description="Of the document's bytes, or of its text where that is all.")
    group: str = Field(description="What stays together in every split, such as a template.")
    asked: str = Field(description="The prompt's part that all documents share.")
    text: str = Field(description="The document's part, fenced.")
    form: dict[str, Any] = Field(description="JSON schema that the answer fits.")
    answer: str = Field(description="The right answer, as JSON in the form's own order.")
    origin: Literal["review", "file", "generated"]
    labelled_by: str = ""
    labelled_at: Instant | None = None
    consent: bool = Field(description="Whether the tenant lets models be trained on it.")
    slices: dict[str, str] = Field(
        default_factory=dict, description="What figures are told apart by: language, source ..."
    )


class ModelCard(Record):
    """How an adapter was made, and how good it is."""

    name: str = Field(description="As `LanguageModel.name`: base+adapter@digest of its weights.")
    base: str
    base_hash: str = Field(description="SHA-256 of the base's weights, in short.")
    recipe: str
    task: Task
    fields_hash: str
    data_hash: str = Field(description="Of all examples and the split they went to.")
    counts: dict[str, int] = Field(description="Examples: train, validation, test.")
    documents: tuple[str, ...] = Field(
        default=(), description="SHA-256 of the documents it was trained on, for erasure."
    )
    shown: int = Field(default=0, description="Solved cases that its prompts hold.")
    parameters: dict[str, Any] = Field(default_factory=dict)
    curves: tuple[dict[str, float], ...] = Field(
        default=(), description="By step: loss, validation figures, seconds."
    )
    environment: dict[str, str] = Field(default_factory=dict)
    seconds: float = 0.0
    peak_bytes: int = 0
    figures: dict[str, Any] = Field(
        default_factory=dict, description="Of the held-out part, with intervals; see `compare`."
    )
    created_at: Instant
    erased: int = Field(default=0, description="Documents of its training that were erased since.")


class ModelRef(Record):
    """A version of the registry. `adapter` is a zip of peft's files; None is the bare base."""

    version: str
    model: str = Field(description="As `LanguageModel.name`; calibrations know it by that.")
    adapter: BlobRef | None = None
    shown: int = Field(default=0, description="Solved cases that its prompts hold.")


class Serving(Record):
    """Who answers a task of a recipe: the champion, and for a share of documents the challenger."""

    recipe: str
    task: Task
    champion: ModelRef | None = None
    challenger: ModelRef | None = None
    canary: float = Field(default=0.0, ge=0, le=1, description="Share that the challenger answers.")
    revision: int = Field(ge=0, description="Counts the changes.")
    changed_at: Instant
    changed_by: str
    why: str = ""


class ModelsChanged(Event):
    """An alias points elsewhere. `document_id` stands for recipe and task, to keep their order."""

    type: ClassVar[str] = "winnow.models.changed.v1"

    recipe: str
    task: Task
    alias: Alias
    before: str | None = Field(description="Full name of the model that it pointed at.")
    after: str | None
    revision: int
    by: str
    why: str
