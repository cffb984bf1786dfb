"""The outbox: what leaves by e-mail, who lets it go."""
