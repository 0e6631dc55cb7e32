"""Words of attacks, one file a language."""
