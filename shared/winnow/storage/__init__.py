"""Where large bytes live, so that events can stay small."""
