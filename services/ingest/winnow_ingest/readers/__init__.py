"""One reader for each family of files: `read(job) -> Draft`."""
