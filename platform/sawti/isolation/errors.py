class ArchiveBroken(Exception):
    """An archive that is not whole, or not for this deployment; told to an operator only."""
