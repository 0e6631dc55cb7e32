"""A training as `winnow tune` does it, told to the service."""

from winnow_tune.child import Tell
from winnow_tune.running import Told, Run
from winnow_tune.settings import TuneSettings
