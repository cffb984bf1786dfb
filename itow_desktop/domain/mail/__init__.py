"""Mail: pieces, numbers, runs to the post office, what comes back."""
