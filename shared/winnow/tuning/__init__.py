"""From labelled documents to models that earn their place."""
