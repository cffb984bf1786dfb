"""The outbox: what is put in, who approves it, how it is sent."""
