"""The yard and the law: pure facts and functions."""
