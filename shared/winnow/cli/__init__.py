"""The command `winnow`: payload on stdout, progress on stderr."""
