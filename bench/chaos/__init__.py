"""make chaos: documents on their way while everything around them is killed, frozen and stopped."""
