"""The windows of the mail desk."""
