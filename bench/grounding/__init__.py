"""make bench-grounding DATA=F: labelled values put back into their documents, by Winnow and LangExtract."""
