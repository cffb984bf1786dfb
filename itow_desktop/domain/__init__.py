"""The yard with its law: pure facts, pure functions."""
