"""What may be asked, what texts in documents may do (nothing), and what may be said."""
