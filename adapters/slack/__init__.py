"""Slack: payloads become events in `read`, cards become calls in `show`, `app` does the talking."""
