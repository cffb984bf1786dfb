"""Papers put together as proof."""
