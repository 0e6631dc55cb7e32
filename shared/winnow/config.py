"""Settings every service shares, read once in `app.py` from WINNOW_* variables."""

from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Wider = TypeVar("Wider", bound="Settings")


class Settings(BaseSettings):
    """Every value can be set as WINNOW_<NAME>; the defaults suit one machine."""

    model_config = SettingsConfigDict(
        env_prefix="WINNOW_", env_file=".env", frozen=True, extra="ignore"
    )

    # -- where things are
    kafka: str = Field(default="127.0.0.1:9092", description="Bootstrap servers.")
    kafka_security: Literal["plaintext", "tls", "sasl_plaintext", "sasl_tls"] = Field(
        default="plaintext", description="How Kafka is spoken to; sasl_*: with user and password."
    )
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    kafka_user: str = ""
    kafka_password: SecretStr = SecretStr("")
    kafka_ca_file: str = Field(
        default="", description="PEM of who signed the brokers' certificates; empty: the system's."
    )
    kafka_certificate_file: str = Field(
        default="", description="PEM that tells brokers who we are."
    )
    kafka_key_file: str = Field(default="", description="PEM of the certificate's key.")
    data: Path = Field(default=Path(".winnow"), description="Folder of files, SQLite and LanceDB.")
    blobs: str = Field(default="", description="s3://bucket[/prefix]; empty: files under `data`.")
    database: str = Field(default="", description="SQLAlchemy URL; empty: SQLite under `data`.")
    recipes: Path = Field(default=Path("recipes"), description="Folder of recipe YAML files.")
    registry: str = Field(
        default="",
        description="MLflow tracking server of tuned models; empty: SQLite under `data`.",
    )

    # -- vectors
    weaviate_url: str = Field(default="", description="http://host:port; empty: LanceDB on disk.")
    weaviate_grpc_port: int = 50051
    weaviate_api_key: SecretStr = SecretStr("")

    # -- models
    model: Literal["auto", "claude", "openai", "local"] = Field(
        default="auto", description="auto: claude when ANTHROPIC_API_KEY is set, else local."
    )
    claude_model: str = "claude-haiku-5-5"
    openai_base_url: str = Field(default="", description="vLLM or any OpenAI-compatible server.")
    openai_api_key: SecretStr = SecretStr("")
    openai_model: str = Field(default="", description="Model, or LoRA adapter, by its served name.")
    openai_window: int = Field(
        default=24_000, ge=500, description="Characters of text that the server's model is given."
    )
    local_adapter: Path | None = Field(default=None, description="Folder of a peft adapter.")
    local_adapters: Literal["shipped", "none"] = Field(
        default="shipped",
        description="Whether the local model reads under the adapters that come with Winnow where "
        "no champion was named; none: as the bare base.",
    )
    model_timeout: float = Field(default=120.0, gt=0, description="Seconds for one model call.")
    compute_usd_per_hour: float = Field(
        default=0.10, ge=0, description="What an hour of a model without a price costs a ladder."
    )
    budgets: str = Field(
        default="",
        description="USD a day: acme=5 (a tenant), acme/receipt=2 (its recipe), *=20 (all).",
    )
    model_limits: str = Field(
        default="", description="Per minute, all replicas: claude-haiku-5-5=50rpm/100000tpm,..."
    )

    batches: bool = Field(
        default=True, description="Whether answers that may wait do, at the price for batches."
    )
    batch_wait: float = Field(
        default=900.0, ge=0, description="Seconds that answers which may wait wait for company."
    )
    batch_look: float = Field(
        default=60.0, gt=0, description="Seconds between two looks at batches on their way."
    )

    # -- tuning
    training_consent: str = Field(
        default="",
        description="Tenants on whose reviewed documents models may be trained: acme,globex; "
        "*: all of them. Empty: nobody's.",
    )

    parity_documents: int = Field(
        default=20,
        ge=1,
        description="Held-out examples that a tuned model answers again on each path that serves, "
        "before the gate judges it.",
    )

    # -- how long is remembered
    keep_handled: int = Field(
        default=100,
        ge=91,
        description="Days for which an event is known as handled: longer than dead letters are "
        "kept (90), because a replay reaches all readers of a topic.",
    )
    keep_answers: int = Field(
        default=90, ge=1, description="Days for which paid model answers are kept."
    )
    cache_mb: int = Field(
        default=1024,
        ge=0,
        description="MB of model answers that are kept, all tenants together; those that were not "
        "used for longest go first. 0: no document has the answer of another.",
    )

    # -- how to run
    host: str = Field(default="127.0.0.1", description="Address that HTTP ports bind to.")
    log_format: Literal["json", "text"] = "json"
    log_level: str = "INFO"
    environment: Literal["local", "test", "production"] = "local"
    member: str = Field(
        default="",
        description="A stable name of this process: restarted, it keeps its partitions. "
        "Must differ between replicas; empty: a new member each time.",
    )

    def database_url(self) -> str:
        """The SQLAlchemy URL, with the SQLite default resolved."""
        return self.database or f"sqlite+aiosqlite:///{self.data / 'winnow.db'}"

    def widened(self, to: type[Wider]) -> Wider:
        """These settings with those of another class beside them, read from where these were."""
        return self if isinstance(self, to) else to(**self.model_dump(exclude_unset=True))
