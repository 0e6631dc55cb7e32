"""How events travel: the only place, with `app.py`, that knows FastStream and Kafka."""
