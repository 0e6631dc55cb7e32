"""What a user writes for a document type."""
