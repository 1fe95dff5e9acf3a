"""How fast is it: measured as ratios to a bare Wagtail page in the same run, so that the machine does not matter."""
