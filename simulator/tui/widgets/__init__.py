"""The widgets: one file and one ``.tcss`` each; they show what they are given and decide nothing."""
