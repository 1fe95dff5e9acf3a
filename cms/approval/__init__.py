"""Four eyes on safety content: what tells young people how to keep somebody safe is read by a professional before it is published."""
