"""When a model is trained anew, and what becomes of it when it answers real documents.

`triggers` say that it is time, `degradation` sees quality fall, `canary` judges a challenger that
answers a share of the documents; all three are pure.
"""
