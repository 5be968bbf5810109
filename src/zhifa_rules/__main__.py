"""``python -m zhifa_rules`` is the command ``zhifa-rules``."""

from zhifa_rules.cli.main import main

if __name__ == "__main__":
    main()
