"""The conversation: a Rasa project, the Danish it reads, and the page it is served on."""
