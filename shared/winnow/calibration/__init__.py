"""From signals to probabilities, and from a tolerated error rate to a threshold.

`fit` needs the extra `evaluation`; all that services use is pure Python.
"""

from winnow.calibration.applying import confidence
from winnow.calibration.auditing import audit_breach
from winnow.calibration.bound import Gate, gate
from winnow.calibration.documents import document_score
from winnow.calibration.fitting import fit
from winnow.calibration.gates import fields_hash, gates_for

__all__ = [
    "Gate",
    "audit_breach",
    "confidence",
    "document_score",
    "fields_hash",
    "fit",
    "gate",
    "gates_for",
]
