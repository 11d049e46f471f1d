"""`python -m yard` is the command line."""

from yard.cli import main

if __name__ == "__main__":
    main()
