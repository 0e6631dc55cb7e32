"""Questions that were not answered without a person: a queue of cases beside the documents'."""
