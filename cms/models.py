"""Django looks for models here; they live in the modules."""

from cms.pages import HomePage, StandardPage

__all__ = ["HomePage", "StandardPage"]
