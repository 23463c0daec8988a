"""`python3 -m portal <command>`: set up what is missing, then do as told; readable by any Python 3, to refuse in words."""

import sys


def main() -> None:
    """Refuse an unfit machine with one sentence, else set up and hand over to the command line."""
    if sys.version_info < (3, 11):
        sys.exit("Huiyin needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])
    if sys.platform == "win32":
        sys.exit("Huiyin does not run on Windows itself; run the same command inside WSL 2 (Debian or Ubuntu).")
    from portal.bootstrap import plan

    plan.ensure(sys.argv[1:])
    from portal import cli

    cli.main()


if __name__ == "__main__":
    main()
