"""The MLflow run behind a version: parameters, curves, and its files."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from winnow.contracts.tuning import ModelCard
from winnow.registry import mlflow_rows as rows
from winnow.registry.evidence import Evidence

EXPERIMENT: Final = "winnow"
LEFT: Final = 3600_000  # milliseconds after which a run on a tracking server is nobody's any more
METRICS: Final = 1000  # at once, as MLflow allows
PARAMETERS: Final = 100


@dataclass(frozen=True, slots=True)
class Runs:
    """`artifacts` is the folder of their files; None where a tracking server keeps them."""

    client: Any
    artifacts: Path | None

    @contextmanager
    def run_of(self, card: ModelCard, packed: Path) -> Iterator[Any]:
        """A finished run; deleted if the block raises; a kill leaves one without version."""
        run = self.client.create_run(self._experiment(), run_name=card.name)
        used = False
        try:
            self._write(run.info.run_id, card, packed)
            yield run
            used = True
        finally:
            if not used:
                self.client.delete_run(run.info.run_id)

    def close_left(self) -> int:
        """End the runs that a kill has left as if they went on; how many there were.

        In a folder of our own, whose lock is held, every one is; on a tracking server, where others
        may be at work, those of an hour ago.
        """
        found = self.client.get_experiment_by_name(EXPERIMENT)
        if found is None:
            return 0
        wanted = "attributes.status = 'RUNNING'"
        if self.artifacts is None:
            wanted += f" and attributes.start_time < {int(time.time() * 1000) - LEFT}"
        left = self.client.search_runs([found.experiment_id], wanted)
        for run in left:
            self.client.set_terminated(run.info.run_id, "KILLED")
        return len(left)

    def keep_evidence(self, run_id: str, evidence: Evidence) -> str:
        """Keep it beside the adapter, in a file of its own; the file's name."""
        told = evidence.model_dump_json()
        name = f"evidence-{hashlib.sha256(told.encode()).hexdigest()[:16]}.json"
        self._keep(run_id, name, told)
        return name

    def _write(self, run_id: str, card: ModelCard, packed: Path) -> None:
        from mlflow.entities import Metric, Param

        at = int(card.created_at.timestamp() * 1000)
        told = [Param(name, value) for name, value in rows.parameters(card).items()]
        curves = [Metric(name, value, at, step) for name, value, step in rows.measured(card)]
        for first in range(0, len(told), PARAMETERS):
            self.client.log_batch(run_id, params=told[first : first + PARAMETERS])
        for first in range(0, len(curves), METRICS):
            self.client.log_batch(run_id, metrics=curves[first : first + METRICS])
        self._keep(run_id, rows.CARD, card.model_dump_json(indent=1))
        self.client.log_artifact(run_id, str(packed))
        self.client.set_terminated(run_id)

    def _keep(self, run_id: str, name: str, text: str) -> None:
        with TemporaryDirectory(prefix="winnow-registry-") as place:
            file = Path(place) / name
            file.write_text(text)
            self.client.log_artifact(run_id, str(file))

    def _experiment(self) -> str:
        found = self.client.get_experiment_by_name(EXPERIMENT)
        if found is not None:
            return str(found.experiment_id)
        place = None if self.artifacts is None else self.artifacts.resolve().as_uri()
        return str(self.client.create_experiment(EXPERIMENT, artifact_location=place))
