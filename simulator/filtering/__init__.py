"""The filter grammar that the command line, the terminal application and tests share."""
