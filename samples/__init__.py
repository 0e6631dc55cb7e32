"""Documents that the project made up itself, with their true values."""
