"""Models are loaded one at a time."""

from threading import Lock
from typing import Final

# transformers is imported piece by piece, which two threads cannot do at once; it changes settings
# of the whole process while it loads (the default dtype, how weights are initialised, which are
# tied), so that of two models loaded at once, one comes out broken. The embedding model does not
# work meanwhile either, for the same reason.
ONE_AT_A_TIME: Final = Lock()
