"""How days and times are written, language by language, where Django says it otherwise or not at all."""
