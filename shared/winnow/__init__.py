"""What every Winnow service shares: contracts, messaging, stores, models, recipes."""

__version__ = "0.1.0"
