"""Branching mini-dialogues to practise alone: written by editors, walked by learners, never evidence of anything."""
