"""iTow Desktop: the front desk of a tow company."""

__version__ = "0.1.0"
