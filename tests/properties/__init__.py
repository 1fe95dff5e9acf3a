"""Properties: whatever happens in whatever order, what must never happen does not. `make properties` runs the long share."""
