"""What the entries of the admin's menu "Training" share: lists, columns, languages, use, export. Slices add their own to it."""
