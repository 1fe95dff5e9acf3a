"""Lessons on the phone, for where there is no connection: pages that say nothing about anybody, a worker that shows them, a list of them."""
