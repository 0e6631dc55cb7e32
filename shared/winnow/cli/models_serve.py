"""winnow models serve: the local model and its adapters for other processes."""

import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from winnow.config import Settings
from winnow.errors import MisconfiguredError, WinnowError

if TYPE_CHECKING:
    from winnow.llm.local import LocalModel


def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8200,
    adapter: Annotated[
        list[str] | None,
        typer.Option(
            help="NAME=FOLDER of an adapter; it is served under NAME and under its full name. "
            "May be given many times.",
        ),
    ] = None,
    waiting: Annotated[int, typer.Option(min=1, help="Callers that may wait at once.")] = 16,
    attended: Annotated[
        bool, typer.Option("--attended", hidden=True, help="End when stdin does.")
    ] = False,
) -> None:
    """Serve the local model and adapters over one copy of its weights, as OpenAI's API does.

    Answers are JSON that fits the `response_format: json_schema` asked for. Other machines reach it
    where WINNOW_HOST is not loopback; set WINNOW_OPENAI_API_KEY then, for it is asked of callers.

    winnow models serve --adapter receipt=out/adapter
    WINNOW_OPENAI_BASE_URL=http://127.0.0.1:8200/v1 WINNOW_OPENAI_MODEL=receipt winnow up
    """
    import uvicorn

    from winnow.llm.serving.app import create_app

    settings = Settings()
    key = settings.openai_api_key.get_secret_value()
    try:
        if settings.host not in ("127.0.0.1", "localhost", "::1") and not key:
            raise MisconfiguredError(
                f"WINNOW_HOST={settings.host} lets others in: set WINNOW_OPENAI_API_KEY"
            )
        models = open_models(adapter or [])
    except WinnowError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if attended:
        _end_with_stdin()
    app = create_app(models, most_waiting=waiting, key=key)
    typer.echo(f"serves {', '.join(models)} on http://{settings.host}:{port}/v1", err=True)
    uvicorn.run(app, host=settings.host, port=port, log_level="warning")


def _end_with_stdin() -> None:
    """End this process, at once, when whoever started it is gone, however it went."""

    def wait() -> None:
        while os.read(0, 1024):
            """Nothing is said here."""
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, name="attended", daemon=True).start()


def open_models(adapters: list[str]) -> "dict[str, LocalModel]":
    """The base and the adapters by all names they are served under; MisconfiguredError if not."""
    from winnow.llm.local import LocalModel, shared_engine

    base = LocalModel(engine=shared_engine())
    models = {base.name: base}
    for told in adapters:
        name, _, folder = told.partition("=")
        if not name or not folder:
            raise MisconfiguredError(f"--adapter {told}: write NAME=FOLDER")
        model = LocalModel(Path(folder), engine=base.engine)
        for known in dict.fromkeys((name, model.name)):
            if known in models:
                raise MisconfiguredError(f"two models would be called {known}")
            models[known] = model
    return models
