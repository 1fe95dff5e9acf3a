"""What goes out: the same folders of Markdown and YAML that `courses.exchange` reads, made from what is published."""
