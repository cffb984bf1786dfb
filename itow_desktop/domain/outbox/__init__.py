"""What leaves by e-mail: messages, approvals, mail servers."""
