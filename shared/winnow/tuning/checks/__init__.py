"""What is wrong with training data, told before anything is trained on it."""

from winnow.tuning.checks.checking import check
from winnow.tuning.checks.meaning import vectors_of
from winnow.tuning.checks.report import Finding, Report

__all__ = ["Finding", "Report", "check", "vectors_of"]
