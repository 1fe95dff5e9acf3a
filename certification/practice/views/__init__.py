"""The screens and wires of a practice chat."""
