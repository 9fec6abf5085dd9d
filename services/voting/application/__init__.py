"""The commands of voting, and what they ask of the outside."""
