"""Wiring of tune: which adapters it works with."""

from dataclasses import dataclass

from winnow.background import Background
from winnow.messaging.publisher import KafkaPublisher
from winnow.messaging.sending import StoredOutbox
from winnow.recipes.load import load_recipes
from winnow.records.database import Database, open_database
from winnow.records.live_quality import LiveQuality
from winnow.records.serving import ServingStore
from winnow.records.shadows import Shadows
from winnow.records.training_examples import TrainingExamples
from winnow.records.trials import Trials
from winnow.records.tuning_events import TuningEvents
from winnow.records.tuning_runs import TuningRuns
from winnow.registry.open import tools_on
from winnow.service import Service
from winnow.storage.open import open_blobs
from winnow.tuning.examples import record_reviewed
from winnow_tune.acting import Acts
from winnow_tune.asking import ChildAnswerer
from winnow_tune.bases import Bases
from winnow_tune.gating import Gatekeeper
from winnow_tune.handlers import HANDLERS, Tools
from winnow_tune.keeping import Examples
from winnow_tune.planning import Forgetter, Planner
from winnow_tune.running import Runner
from winnow_tune.serving import ServingChanges
from winnow_tune.settings import TuneSettings
from winnow_tune.shadowing import Shadower
from winnow_tune.trying import Manner, Trier


@dataclass(frozen=True, slots=True)
class Work:
    """What goes on beside the reading of events, in the order in which it starts."""

    parts: tuple[Background, ...]

    async def start(self) -> None:
        for part in self.parts:
            part.start()

    async def stop(self) -> None:
        for part in reversed(self.parts):
            await part.stop()


def create_service(settings: TuneSettings | None = None) -> Service:
    """The service as it runs."""
    settings = settings or TuneSettings()
    blobs = open_blobs(settings)
    database = open_database(settings.database_url())
    registry = ServingStore(database)
    publisher = KafkaPublisher(settings, "tune")
    recipes = load_recipes(settings.recipes)
    tools = Tools(
        blobs=blobs,
        events=TuningEvents(database),
        live=LiveQuality(database),
        shadows=Shadows(database),
        registry=registry,
        examples=Examples(record_reviewed, TrainingExamples(database), blobs, recipes, settings),
        shadow=settings.tune_shadow,
        publisher=publisher,
    )
    work = Work(
        (StoredOutbox(ServingChanges(registry), publisher), *_work(tools, database, settings))
    )

    async def close() -> None:
        await work.stop()
        await publisher.close()
        await database.close()

    return Service(
        name="tune",
        settings=settings,
        tools=tools,
        port=settings.tune_port,
        handlers=HANDLERS,
        ready={"blobs": blobs.ready, "database": database.ready},
        start=work.start,
        close=close,
    )


def _work(tools: Tools, database: Database, settings: TuneSettings) -> tuple[Background, ...]:
    look, runs, trials = settings.tune_look, TuningRuns(database), Trials(database)
    gatekeeper = Gatekeeper(tools_on(database, settings), load_recipes(settings.recipes), settings)
    manner = Manner(settings.rules(), settings.tune_bar, settings.tune_watch, look)
    answerer = ChildAnswerer(settings.model_timeout)
    return (
        Bases(gatekeeper.strangers, Acts(tools.registry, gatekeeper), runs),
        Planner(tools.live, runs, trials, settings.policy(), look),
        Runner(
            runs,
            tools.registry,
            gatekeeper,
            share=settings.tune_canary,
            attempts=settings.tune_attempts,
            hours=settings.tune_hours,
            look=look,
        ),
        Trier(tools.registry, trials, tools.live, tools.shadows, manner, gatekeeper),
        Shadower(tools.shadows, tools.events, tools.registry, answerer, tools.blobs, look),
        Forgetter(tools.events, settings.tune_keep_days),
    )
