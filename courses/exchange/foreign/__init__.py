"""Questions in the formats of other systems: GIFT and Moodle XML, in and out. What a format cannot carry is listed, never dropped silently."""
