"""Language models: one port, several adapters."""
