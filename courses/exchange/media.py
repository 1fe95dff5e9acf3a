"""The folder `media/` of a package: judged as an upload would be, and put on Wagtail's shelves once, whatever it is called there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.documents import accept
from cms.file_kinds import extension_of
from courses.exchange.folder import Folder
from courses.exchange.lesson_text import LessonText
from courses.exchange.package import Package
from courses.exchange.page_text import PageText
from courses.exchange.picture_files import MOST_PIXELS, PICTURES
from courses.exchange.report import Report


class Media:
    """What lies in a package's `media/`. `check` reads and says what is wrong; only `pk_of` writes."""

    def __init__(self, folder: Folder, report: Report) -> None:
        self.files, self.report = folder.media, report
        self._kept: dict[str, int] = {}

    def check(self, package: Package) -> Media:
        """Every file is what it says, and every lesson names files that are there and fit their block."""
        for name, path in self.files.items():
            self._judge(name, path)
        written: list[Any] = [*package.course_lessons, *package.pages]
        for text in (text for one in written for text in one.texts.values()):
            self._references(text)
        return self

    def _judge(self, name: str, path: Path) -> None:
        if extension_of(name) in PICTURES:
            try:
                with Pillow.open(path, formats=[PICTURES[extension_of(name)]]) as picture:
                    if picture.width * picture.height > MOST_PIXELS:
                        self.report.error(name, 0, _("the picture has too many pixels"))
                    picture.verify()
            except Exception:  # Pillow raises what its decoders raise
                self.report.error(name, 0, _("this is not the picture its name says"))
            return
        try:
            accept(ContentFile(path.read_bytes(), name=path.name))
        except ValidationError as refused:
            self.report.error(name, 0, " ".join(refused.messages))

    def _references(self, text: LessonText | PageText) -> None:
        for block in text.blocks:
            for field, name in block.files.items():
                if name not in self.files:
                    self.report.error(text.file, block.line, _("there is no file '%(name)s'") % {"name": name})
                elif (extension_of(name) in PICTURES) != (field in ("image", "poster")):
                    self.report.error(text.file, block.line, _("'%(name)s' does not fit here") % {"name": name})

    def pk_of(self, name: str) -> int:
        """The document or picture with the content of this file: the one that is there, or a new one; 0 for a new one in a rehearsal."""
        if name not in self._kept:
            keep = self._picture if extension_of(name) in PICTURES else self._document
            self._kept[name] = keep(self.files[name])
        return self._kept[name]

    def _document(self, path: Path) -> int:
        file = accept(ContentFile(path.read_bytes(), name=path.name))
        return self._shelved(get_document_model(), File(file, name=Path(file.name).name))

    def _picture(self, path: Path) -> int:
        return self._shelved(get_image_model(), ImageFile(ContentFile(path.read_bytes()), name=path.name))

    def _shelved(self, model: Any, file: File) -> int:
        content = file.read()
        file.seek(0)
        fingerprint = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # as Wagtail names files
        there = model.objects.filter(file_hash=fingerprint).order_by("pk").values_list("pk", flat=True).first()
        if there is not None:
            return int(there)
        self.report.tell("made", "file", str(file.name))
        if self.report.dry:
            return 0
        kept = model(title=Path(str(file.name)).stem, file=file, file_hash=fingerprint, file_size=len(content))
        kept.save()
        self.report.files.append(kept)
        return int(kept.pk)
