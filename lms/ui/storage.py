"""Static files with a fingerprint in every name, also in the imports between our JavaScript modules."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Without this switch imported modules keep plain names, and a phone would mix old and new ones after an upgrade."""

    support_js_module_import_aggregation = True
