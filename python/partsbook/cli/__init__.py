"""The command line of partsbook."""
