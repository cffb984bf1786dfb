"""What is known of paper that leaves a printer."""
