"""How good a recipe is under a model, measured on labelled documents."""
