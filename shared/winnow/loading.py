"""Models are loaded one at a time."""

from threading import Lock
from typing import Final

# transformers changes settings of the whole process while it loads (the default dtype, how weights
# are initialised, which are tied): of two models loaded by two threads at once, one comes out
# broken. The embedding model does not work meanwhile either, for the same reason.
ONE_AT_A_TIME: Final = Lock()
