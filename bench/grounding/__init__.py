"""make bench-grounding DATA=F: labelled values put back into their documents, by two aligners."""
