"""Texts as a detector reads them: without disguise, decoded, in sentences, with places kept."""
