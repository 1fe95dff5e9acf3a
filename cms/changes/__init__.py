"""Small or large? What is asked before a change is published, by those slices that know whom it concerns."""
