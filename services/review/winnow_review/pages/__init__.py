"""The desk's HTML pages; their assets are served by ourselves."""
