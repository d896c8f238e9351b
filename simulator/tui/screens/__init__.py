"""The screens: one file and one ``.tcss`` each."""
