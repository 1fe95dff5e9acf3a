"""Certificates people earned elsewhere: history with its source. It counts for nothing by itself, and no page of ours vouches for it."""
