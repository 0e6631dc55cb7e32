"""Which models read in turn: the cheapest ladder of them that keeps a bar of quality.

A model cascade (L. Chen, M. Zaharia, J. Zou, FrugalGPT, 2023, arXiv 2305.05176; P. Aggarwal et al.,
AutoMix, 2023, arXiv 2310.12963): each rung answers, a calibrated score tells whether its answer may
stay, and what may not is handed to the next. `tuning` measures rungs on labelled documents,
`choosing` picks rungs and thresholds, `validity` tells a running service what still holds.
"""
