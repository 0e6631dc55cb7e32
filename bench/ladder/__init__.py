"""Ladders of real models on this machine, tuned on labelled data: what they save and lose."""
