"""The component tags by family. `lms.ui.tags` gathers them in one library."""
