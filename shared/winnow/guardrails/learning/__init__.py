"""How the guardrails' linear models are made: texts drawn from grammars, and a training."""
