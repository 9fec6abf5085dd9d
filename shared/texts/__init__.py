"""Words of the product: one glossary, plural rules, dates and money as each country writes them."""

from shared.texts.catalogue import Catalogue, TextMissing
from shared.texts.glossary import Glossary, load_glossary
from shared.texts.written import long_date, moment, money, number

__all__ = ["Catalogue", "Glossary", "TextMissing", "load_glossary", "long_date", "moment", "money", "number"]
