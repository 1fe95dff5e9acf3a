"""Telling another system at once that a certificate was granted, paused, taken up again, withdrawn, or ran out."""
