"""The look: component tags, drawings and forms. Knows nothing of courses, people or certificates."""
