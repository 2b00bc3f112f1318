"""The Danish spaCy pipeline; being written."""


def build() -> None:
    """Nothing to build yet."""
