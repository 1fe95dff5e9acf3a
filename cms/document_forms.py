"""The form that every way into the admin's documents goes through (setting `WAGTAILDOCS_DOCUMENT_FORM_BASE`)."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from cms.documents import accept


class DocumentForm(BaseDocumentForm):
    """Takes a file for what its content is. Captions become WebVTT, and films forget where they were made."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return accept(file) if "file" in self.changed_data and file else file
