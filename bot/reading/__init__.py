"""Reading Danish: values, facts, scope."""
