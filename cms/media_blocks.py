"""Pictures, films, sound and papers in a page: files that were uploaded here, never a frame from somewhere else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from cms.documents import address
from cms.file_kinds import AUDIO, CAPTIONS, KINDS, VIDEO, extension_of, family_of
from cms.markup import to_html

PREVIEW = "cms/block_preview.html"
MEDIA = _("Pictures, sound and files")
WRONG_FAMILY = {
    VIDEO: _("Choose a film: MP4 or WebM."),
    AUDIO: _("Choose a recording: MP3, M4A or Ogg."),
    CAPTIONS: _("Choose captions: a VTT file. SRT becomes VTT when you upload it."),
}


def _wrong_files(value: Any, wanted: dict[str, str]) -> dict[str, ValidationError]:
    """Fields whose document is of another family than it should be."""
    chosen = {name: value.get(name) for name in wanted}
    return {name: ValidationError(WRONG_FAMILY[wanted[name]]) for name, doc in chosen.items() if doc and family_of(doc) != wanted[name]}


def source_of(document: Any) -> dict[str, str] | None:
    """Where a player finds a document, and of which type it is. None where nothing was chosen, or where it was deleted since."""
    if document is None:
        return None
    kind = KINDS.get(extension_of(document.filename))
    return {"url": address(document), "type": kind.type if kind else ""}


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who cannot see it."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with an alternative text, and a caption if it needs one. Phones get a smaller copy.")
        template = "cms/blocks/image.html"
        preview_template = PREVIEW
        preview_value = {"image": None, "caption": _("A caption under the picture")}
        group = MEDIA


class RecordingBlock(blocks.StructBlock):
    """What film and sound share: a title, and what is said in it, to read."""

    families: dict[str, str] = {}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if wrong := _wrong_files(cleaned, self.families):
            raise StructBlockValidationError(block_errors=wrong)
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        sources = {name: source_of(value.get(name)) for name in self.families}
        page = context.get("page")
        language = page.locale.language_code if page is not None and getattr(page, "locale_id", None) else translation.get_language()
        return {**context, "sources": sources, "html": to_html(str(value.get("transcript") or "")), "spoken": language or ""}


class VideoBlock(RecordingBlock):
    """A film with captions, and a transcript for those who would rather read."""

    families = {"video": VIDEO, "captions": CAPTIONS}

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    video = DocumentChooserBlock(label=_("Film"), help_text=_("MP4 or WebM, at most 60 MB. 1280 × 720 is enough for a phone."))
    captions = DocumentChooserBlock(required=False, label=_("Captions"), help_text=_("VTT or SRT, in the language of this page."))
    poster = ImageChooserBlock(required=False, label=_("Picture before it plays"))
    transcript = blocks.TextBlock(
        required=False, rows=6, label=_("Transcript"), help_text=_("What is said, and what is seen and matters. Markdown works here.")
    )

    class Meta:
        icon = "media"
        label = _("Film")
        description = _("A film uploaded here, with captions and a transcript. It starts when somebody presses play, never by itself.")
        template = "cms/blocks/video.html"
        preview_template = PREVIEW
        preview_value = {
            "title": _("Two minutes about listening"), "video": None, "captions": None, "poster": None,
            "transcript": _("Mira: Hi. Is anybody there?"),
        }  # fmt: skip
        group = MEDIA


class AudioBlock(RecordingBlock):
    """A recording to listen to, and the same to read."""

    families = {"audio": AUDIO}

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    audio = DocumentChooserBlock(label=_("Recording"), help_text=_("MP3, M4A or Ogg, at most 30 MB."))
    transcript = blocks.TextBlock(required=False, rows=6, label=_("Transcript"), help_text=_("What is said. Markdown works here."))

    class Meta:
        icon = "sound"
        label = _("Sound")
        description = _("A recording uploaded here, with a transcript for those who cannot listen now.")
        template = "cms/blocks/audio.html"
        preview_template = PREVIEW
        preview_value = {"title": _("A chat host tells"), "audio": None, "transcript": _("The first evening I was nervous.")}
        group = MEDIA


class DownloadBlock(blocks.StructBlock):
    """A paper to keep: a checklist, a sheet to print."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    file = DocumentChooserBlock(label=_("File"), help_text=_("PDF opens everywhere. Programs and macros are refused."))
    text = blocks.CharBlock(required=False, max_length=200, label=_("What it is for"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        document = value.get("file")
        facts = {"source": source_of(document), "kind": extension_of(document.filename).upper() if document else "PDF"}
        return {**super().get_context(value, parent_context), **facts, "size": document.get_file_size() if document else 120_000}

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file to take away, with its kind and size said before anybody taps.")
        template = "cms/blocks/download.html"
        preview_template = PREVIEW
        preview_value = {"title": _("Checklist for your first shift"), "file": None, "text": _("One page to print.")}
        group = MEDIA
