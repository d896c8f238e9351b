"""How it looks: four themes of our own beside those of Textual."""

from __future__ import annotations

from typing import Final

from textual.theme import BUILTIN_THEMES, Theme

DARK: Final = Theme(
    name="capisim",
    primary="#6ea8fe",
    secondary="#8fa3bf",
    accent="#c4a7e7",
    success="#7cc48a",
    warning="#e0b15e",
    error="#f0727a",
    foreground="#d5dae3",
    background="#10131a",
    surface="#151a23",
    panel="#1f2632",
    variables={
        "block-cursor-foreground": "#eef3fb",
        "block-cursor-background": "#274066",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#6ea8fe",
        "footer-background": "#151a23",
        "input-selection-background": "#6ea8fe 30%",
        "quiet": "#828da0",
        "faint": "#465064",
        "border": "#35415a",
        "border-blurred": "#252d3b",
    },
)
LIGHT: Final = Theme(
    name="capisim-light",
    primary="#1b5fc1",
    secondary="#51617a",
    accent="#7a3fa8",
    success="#23763a",
    warning="#8f5b00",
    error="#b4232c",
    foreground="#20262e",
    background="#fafaf7",
    surface="#f2f2ed",
    panel="#e4e5df",
    dark=False,
    variables={
        "block-cursor-foreground": "#10233f",
        "block-cursor-background": "#cfe0f8",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#1b5fc1",
        "footer-background": "#eeeee8",
        "quiet": "#6a7280",
        "faint": "#b3b7bb",
        "border": "#b9bfc9",
        "border-blurred": "#d9dbd5",
    },
)
CONTRAST: Final = Theme(
    name="capisim-contrast",
    primary="#7fc8ff",
    secondary="#d0d0d0",
    accent="#ff9dff",
    success="#5cff7a",
    warning="#ffd92e",
    error="#ff8080",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    text_alpha=1.0,
    variables={
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#1c3f8f",
        "block-cursor-text-style": "bold",
        "footer-key-foreground": "#ffff66",
        "footer-background": "#000000",
        "quiet": "#d8d8d8",
        "faint": "#a8a8a8",
        "border": "#ffffff",
        "border-blurred": "#a0a0a0",
    },
)
TERMINAL: Final = Theme(
    name="capisim-terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_magenta",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        # Textual's own style sheets want more variables of a theme that keeps the terminal's colours.
        **BUILTIN_THEMES["ansi-dark"].variables,
        "block-cursor-foreground": "ansi_black",
        "block-cursor-background": "ansi_cyan",
        "block-cursor-text-style": "none",
        "border": "ansi_bright_black",
        "border-blurred": "ansi_bright_black",
        "footer-key-foreground": "ansi_cyan",
        "input-selection-background": "ansi_blue",
        "quiet": "ansi_bright_black",
        "faint": "ansi_bright_black",
    },
)
THEMES: Final = (DARK, LIGHT, CONTRAST, TERMINAL)
OWN_VARIABLES: Final = {"quiet": "#868686", "faint": "#6a6a6a"}
"""Colours that our style sheets use beyond Textual's, for themes that don't set them: neutral on dark and light."""
