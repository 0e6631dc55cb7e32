"""Personal data in questions and answers: Presidio, what it lacks, and what is let through."""
