"""What a newcomer reads after the README; partly made from the code by `python -m docs.generate`."""
