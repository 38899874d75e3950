"""Telegram: raw updates in, silent messages and edits out; the newest panel is always below."""
