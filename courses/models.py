"""Django looks for models here; they live in the slices."""
