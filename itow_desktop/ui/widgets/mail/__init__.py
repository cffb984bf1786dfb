"""Parts of the screens of the mail desk."""
