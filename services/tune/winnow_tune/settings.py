"""Settings of tune."""

from winnow.retraining.settings import TuningSettings


class TuneSettings(TuningSettings):
    """WINNOW_TUNE_*."""

    tune_port: int = 8097
