"""The reviewer's desk in a real browser: documents for it, the running desk, an expert, figures."""
