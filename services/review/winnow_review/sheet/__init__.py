"""What a person is shown of a document: its values, how sure they are, and why."""
