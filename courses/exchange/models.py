"""What a package last said about each page: so that loading it again never undoes what editors wrote since."""

from django.db import models
from django.utils import timezone


class LoadedPage(models.Model):
    """One page in one language, and the digest of what the package held when it was loaded."""

    package = models.SlugField(max_length=60)
    key = models.UUIDField()
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=60, blank=True)  # its key in the package, which the translation key does not tell
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="loaded_page_once_a_language")]

    def __str__(self) -> str:
        return f"{self.package} {self.key} {self.language}"


class LoadedPackage(models.Model):
    """What a package said about itself: so that an export says it again."""

    key = models.SlugField(max_length=60, unique=True)
    facts = models.JSONField()  # title in each language, licence, version, readers; only what the package said
    loaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
