"""Letters about hours: a practice partner asks for one, a coordinator signs it, whoever it is handed to can check it."""
