"""The queue of documents that a person must look at."""
