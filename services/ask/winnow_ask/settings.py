"""Settings of ask."""

from pydantic import Field

from winnow.security.keys import SecuritySettings


class AskSettings(SecuritySettings):
    """WINNOW_ASK_*."""

    ask_port: int = 8098
    ask_due_hours: float = Field(
        default=24.0, gt=0, description="Hours in which a person should answer what is escalated."
    )
    ask_lease: float = Field(
        default=300.0,
        ge=10,
        description="Seconds after which a question may be answered anew if nothing came of it.",
    )
    ask_history: int = Field(
        default=6, ge=0, description="Earlier questions of a conversation that are looked at."
    )
    ask_cache_bar: float = Field(
        default=0.8, ge=0, le=1, description="Confidence from which an answer is remembered."
    )
    ask_cache_hours: float = Field(
        default=24.0,
        ge=0,
        description="Hours for which a remembered answer is given again; 0: none is.",
    )
