"""Widgets of finding: results under the box, the box of commands."""
