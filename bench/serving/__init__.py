"""Whether paid calls are paid once, counted to the token, and held by their budgets; as JSON."""
