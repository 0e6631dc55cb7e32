"""Tuned models by version, the gate that they pass, and the two aliases that services follow.

`register` keeps an adapter with its card, all or nothing; `judge` holds it against the champion;
`promote` and `roll_back` move the pointer that services follow. See docs/tuning.md.
"""
