"""The left half of a document's page: its pages, and where in them the values stand. Pure."""
