"""`make words`: writes the template anew, and compiles every translation that is right."""

import sys

from tests.tongues.catalogue import TEMPLATE, compiled, mistakes, read, template, translations


def main() -> int:
    """0 when everything is right; else each mistake in a sentence."""
    made = template()
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != made:
        TEMPLATE.write_text(made, encoding="utf-8")
        print(f"{TEMPLATE} written anew: what changed is to be translated")
    wrong = 0
    for path in translations():
        catalog = read(path)
        for one in mistakes(catalog):
            print(f"{path}: {one}", file=sys.stderr)
            wrong += 1
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        told = sum(bool(message.string and message.string != ("", "")) for message in catalog)
        print(f"{path.parent.name}: {told - 1} of {len(catalog)} sentences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
