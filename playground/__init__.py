"""A Slack and a Telegram on this machine: real wire protocols, so that the real clients run against
them.

The package knows the two platforms and nothing of the program that is tried out on them: it imports
neither `bot` nor `store` nor `adapters`.
"""
