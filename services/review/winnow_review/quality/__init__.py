"""How well documents are reviewed: agreement, known answers, corrections, time."""
