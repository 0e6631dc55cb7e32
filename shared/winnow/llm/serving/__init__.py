"""The local model and its adapters behind OpenAI's chat completions, for other processes."""
