"""Documents in and results out over HTTP."""
