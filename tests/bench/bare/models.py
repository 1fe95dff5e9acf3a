"""What the house is measured against: a page as in Wagtail's own tutorial. No progress, no access rule, no frame of ours."""

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class BarePage(Page):
    body = StreamField([("paragraph", blocks.RichTextBlock())])
    template = "bare/bare_page.html"


class FramedPage(Page):
    """The same blocks inside the house's own frame: shows what menu, help numbers and language switch cost."""

    body = StreamField([("paragraph", blocks.RichTextBlock())])
    template = "bare/framed_page.html"
