"""What models are tuned on: questions as the services ask them, with their right answers."""

from winnow.tuning.examples.files import read_examples, write_examples
from winnow.tuning.examples.labelled import record_examples
from winnow.tuning.examples.reviewed import record_reviewed

__all__ = ["read_examples", "record_examples", "record_reviewed", "write_examples"]
