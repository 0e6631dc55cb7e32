"""How well passages are found for labelled questions."""
