"""A file with questions on its way in: looked at, and then read in, by the worker, in portions, with what came of it kept."""
