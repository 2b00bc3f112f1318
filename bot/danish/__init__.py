"""Reads Danish: what a message says, in the values of the contract. Knows no rules and no Rasa."""
